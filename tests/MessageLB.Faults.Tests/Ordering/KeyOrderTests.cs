using System.Globalization;
using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Ordering;

/// <summary>A group with <c>order_by</c> while workers, and dispatchers, come and go. Processes of one machine, so their clocks are one.</summary>
public sealed class KeyOrderTests(LocalBroker broker)
{
    private const int Keys = 1000;
    private const int PerKey = 12;
    private const int Messages = Keys * PerKey;
    private const string Config = "groups:\n  default:\n    routes: ['#']\n    order_by: header:messagelb-key\n";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly List<string> _records = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_WorkersJoinDrainDieAndComeBackUnderLoad_NoKeyIsEverOutOfOrder()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync(Config);
        var draining = Worker(scene, "a");
        var dying = Worker(scene, "b");
        Worker(scene, "c");
        await PublishAsync(scene);

        await DoneAsync(scene, Messages / 8);
        Worker(scene, "d");
        await DoneAsync(scene, Messages / 4);
        draining.Terminate();
        await DoneAsync(scene, Messages * 3 / 8);
        await dying.KillAsync();
        await DoneAsync(scene, Messages / 2);
        Worker(scene, "e");
        await DoneAsync(scene, Messages * 5 / 8);
        Worker(scene, "b");

        CheckOrder(await DoneAsync(scene, Messages), scene);
        Assert.Equal(0, await draining.ExitAsync(Limit, Token));
    }

    [Fact]
    public async Task Run_DispatcherKilledAndStartedAgainUnderLoad_NoKeyIsEverOutOfOrder()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        foreach (var name in new[] { "a", "b", "c" }) Worker(scene, name);
        await PublishAsync(scene);
        await DoneAsync(scene, Messages / 4);

        await dispatcher.KillAsync();
        await scene.DispatcherAsync(Config);

        CheckOrder(await DoneAsync(scene, Messages), scene);
    }

    [Fact]
    public async Task Run_WorkerStopsResponding_ItsKeysWaitAndStayInOrder()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync(Config);
        var hanging = Worker(scene, "a");
        Worker(scene, "b");
        await PublishAsync(scene);
        await DoneAsync(scene, Messages / 4);

        hanging.Suspend();
        await scene.BecomesAsync("a", "lost");
        hanging.Resume();

        CheckOrder(await DoneAsync(scene, Messages), scene);
    }

    // The first time that each message was done, in the order of time: what is done again was done before.
    private static void CheckOrder(List<JsonElement> lines, Scene scene)
    {
        var next = new int[Keys];
        var wrong = new List<string>();
        foreach (var line in lines.OrderBy(line => line.GetProperty("completed_at").GetDateTime()))
        {
            var id = Records.Id(line).Split('-');
            var (key, number) = (int.Parse(id[0], CultureInfo.InvariantCulture), int.Parse(id[1], CultureInfo.InvariantCulture));
            if (number == next[key]) next[key]++;
            else if (number > next[key]) wrong.Add($"{Records.Id(line)} after {next[key] - 1}");
        }

        Assert.True(wrong.Count == 0, $"{string.Join(", ", wrong.Take(20))}\n{scene.Describe()}");
        Assert.Equal(Messages, next.Sum());
        Assert.InRange(lines.Count - Messages, 0, Messages / 10);
    }

    private CommandLineProcess Worker(Scene scene, string name)
    {
        var (process, record) = scene.Worker("default", name, "--concurrency", "4", "--work", "exp:2ms");
        _records.Add(record);
        return process;
    }

    private Task<List<JsonElement>> DoneAsync(Scene scene, int count) => Records.WaitAsync(_records, count, Limit, scene.Describe);

    // Number by number, so that the messages of each key are published in the order of their numbers.
    private static async Task PublishAsync(Scene scene)
    {
        await using var session = await scene.SessionAsync();
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var sent = new List<Task<PublishOutcome>>();
        for (var i = 0; i < Messages; i++) sent.Add(publisher.PublishAsync(Names.IngressExchange, "any", MessageOf(i % Keys, i / Keys), new byte[1], Token));
        Assert.All(await Task.WhenAll(sent), outcome => Assert.Equal(PublishOutcome.Confirmed, outcome));
    }

    private static MessageProperties MessageOf(int key, int number) => new()
    {
        MessageId = string.Create(CultureInfo.InvariantCulture, $"{key:D4}-{number:D3}"),
        Persistent = true,
        Headers = new Dictionary<string, object?> { [HeaderNames.Key] = string.Create(CultureInfo.InvariantCulture, $"k{key}") },
    };
}
