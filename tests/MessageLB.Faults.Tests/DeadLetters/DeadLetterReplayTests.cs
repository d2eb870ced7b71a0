using System.Globalization;
using System.Text;
using System.Text.Json;
using MessageLB.Dispatcher.DeadLetters;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.DeadLetters;

/// <summary><c>messagelb dead</c> at a real RabbitMQ with a dispatcher and a worker.</summary>
public sealed class DeadLetterReplayTests(LocalBroker broker)
{
    private const int Letters = 4000;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replay_InterruptedAndRunAgain_EachLetterThatIsMeantIsHandledOnceAndTheOthersStay()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync("groups:\n  orders:\n    routes: [\"order.#\"]\n");
        var record = scene.Worker("orders", "a", "--concurrency", "8", "--work", "none").Record;
        await BuryAsync(scene);

        var listed = await RunAsync(scene, 0, "list", "orders", "--by-error", "--limit", "100000", "--json");
        var first = scene.Start(Dead(scene, "replay", "orders", "--error", "Timeout", "--canary", "1", "--canary-wait", "1s", "--rate", "300/s", "--yes", "--json"));
        await first.LineAsync("replayed, looked at", Token);
        // Not SIGINT, which means the same to the command: a test run in the background of a shell hands down that it is ignored.
        first.Terminate();
        var interrupted = await first.ExitAsync(Limit, Token);
        var second = await RunAsync(scene, 0, "replay", "orders", "--error", "Timeout", "--yes", "--json");

        var lines = await Records.WaitAsync([record], Letters / 2, Limit, scene.Describe);
        var (before, after) = (Json(first.Output), Json(second));
        Assert.Equal(Letters / 2, Json(listed).GetProperty("groups")[0].GetProperty("count").GetInt32());
        Assert.Equal((130, "interrupted", "complete"), (interrupted, before.GetProperty("end").GetString(), after.GetProperty("end").GetString()));
        Assert.InRange(before.GetProperty("taken").GetInt32(), 1, Letters / 2 - 1);
        Assert.Equal(Letters / 2, before.GetProperty("taken").GetInt32() + after.GetProperty("taken").GetInt32());
        Assert.Equal(Letters / 2, lines.Count);
        Assert.Equal(Letters / 2, lines.Select(Records.Id).Distinct().Count());
        Assert.All(lines, line => Assert.Equal(("1", "1"), (Header(line, HeaderNames.Replayed), Header(line, HeaderNames.Attempt))));
        Assert.Equal(Letters / 2, await ReadyAsync(scene));
    }

    [Fact]
    public async Task Browse_MoreOftenThanABrokerMayReturnALetter_LosesNone()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await using var session = await scene.SessionAsync();
        await session.Topology.DeclareExchangesAsync(Token);
        await session.Topology.DeclareFailedAsync("orders", Token);
        await session.SendAsync(Names.DeadExchange, "orders", ["one", "two"], Token);
        var office = new DeadLetterOffice(session, "orders", TimeProvider.System);
        var returns = new List<long>();

        for (var i = 0; i < 12; i++) await office.BrowseAsync(10, 0, letter => returns.Add(letter.Returns), Token);

        // What was given back ten times is a new message from then on.
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 0, 0], returns);
        var bodies = new List<string>();
        await office.BrowseAsync(10, 100, letter => bodies.Add(Encoding.UTF8.GetString(letter.Body.Span)), Token);
        Assert.Equal(["one", "two"], bodies);
    }

    private static async Task BuryAsync(Scene scene)
    {
        await using var session = await scene.SessionAsync();
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var sent = new List<Task<PublishOutcome>>(Letters);
        for (var i = 0; i < Letters; i++)
        {
            var headers = new Dictionary<string, object?>
            {
                [HeaderNames.DeadReason] = "attempts", [HeaderNames.Attempt] = "5", [HeaderNames.Tried] = "a", [HeaderNames.RoutingKey] = "order.new", [HeaderNames.Exchange] = Names.IngressExchange,
                [HeaderNames.LastError] = i % 2 == 0 ? $"TimeoutException: order {i}" : $"JsonException: order {i}",
            };
            var id = i.ToString(CultureInfo.InvariantCulture);
            sent.Add(publisher.PublishAsync(Names.DeadExchange, "orders", new MessageProperties { MessageId = id, Persistent = true, Headers = headers }, BitConverter.GetBytes(i), Token));
        }

        Assert.All(await Task.WhenAll(sent), outcome => Assert.Equal(PublishOutcome.Confirmed, outcome));
    }

    private static CommandLineProcess Dead(Scene scene, params string[] arguments) => CommandLineProcess.MessageLb(["dead", .. arguments, "--broker", scene.Address]);

    private static async Task<string> RunAsync(Scene scene, int exit, params string[] arguments)
    {
        var process = scene.Start(Dead(scene, arguments));
        Assert.True(await process.ExitAsync(Limit, Token) == exit, process.Describe());
        return process.Output;
    }

    private static async Task<long> ReadyAsync(Scene scene)
    {
        await using var session = await scene.SessionAsync();
        return (await session.Topology.InspectAsync(Names.DeadQueue("orders"), Token))!.Value.Ready;
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);

    private static string? Header(JsonElement line, string name) => line.GetProperty("headers").TryGetProperty(name, out var value) ? value.GetString() : null;
}
