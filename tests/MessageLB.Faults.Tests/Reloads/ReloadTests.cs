using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Reloads;

/// <summary>A dispatcher that reads its configuration again while messages flow, as real processes on a real RabbitMQ.</summary>
public sealed class ReloadTests(LocalBroker broker)
{
    private const string Here = """
        groups:
          orders: { routes: ["order.#"] }
          mails: { routes: ["mail.#"] }
        """;

    private const string There = """
        groups:
          orders: { routes: ["invoice.#"] }
          mails: { routes: ["mail.#", "order.#"], prefetch: 77 }
          more: { routes: ["more.#"] }
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_TenHangUpsUnderLoad_LosesNothingAndHandsNothingOverTwice()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Here);
        string[] records = [scene.Worker("orders", "a", "--work", "none").Record, scene.Worker("mails", "m", "--work", "none").Record];
        await Eventually.TrueAsync(async () => (await GroupsAsync(scene)).Take(2).All(g => g.GetProperty("destinations").GetArrayLength() == 1), "both workers are there", Token);
        using var stop = new CancellationTokenSource();
        await using var flow = FlowWatch.Start(records);
        var publishing = PublishAsync(scene, stop.Token);

        for (var i = 1; i <= 10; i++)
        {
            await scene.WriteConfigAsync(i % 2 == 1 ? There : Here);
            dispatcher.HangUp();
            await dispatcher.LineAsync($"Configuration version {i + 1} is in force", Token);
            var before = (await Records.ReadAsync(records)).Count;
            await Eventually.TrueAsync(async () => (await Records.ReadAsync(records)).Count > before + 100, "messages flow", Token);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"longest time without a completion in ten reloads: {(await flow.StopAsync()).TotalMilliseconds:0} ms");
        await stop.CancelAsync();
        var published = await publishing;
        var lines = await Records.WaitAsync(records, published, Limit, scene.Describe);
        Assert.Equal(published, lines.Count);
        Assert.All(records, record => Assert.True(new FileInfo(record).Length > 0));
        var routed = (await GroupsAsync(scene)).Sum(g => g.GetProperty("routed").GetInt64());
        Assert.Equal(published, routed);
        Assert.Equal(1, (await scene.GetAsync("/api/v1/status")).GetProperty("broker").GetProperty("sessions").GetInt64());
    }

    [Fact]
    public async Task Reload_BadFile_ExitsWith78AndTheOldOneStays()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Here);
        await scene.WriteConfigAsync("groups:\n  orders: { routes: [\"order.#\"], prefetch: 0 }\n");

        var url = $"http://127.0.0.1:{scene.HttpPort}";
        var command = scene.Start(CommandLineProcess.MessageLb("reload", "--url", url));

        Assert.Equal(78, await command.ExitAsync(Limit, Token));
        Assert.Contains("groups.orders.prefetch: \"0\"", command.Errors, StringComparison.Ordinal);
        await dispatcher.LineAsync("The configuration was not reloaded, and the former one stays in force; 1 findings", Token);
        var configuration = (await scene.GetAsync("/api/v1/status")).GetProperty("configuration");
        Assert.Equal(1, configuration.GetProperty("version").GetInt32());
        Assert.Contains("prefetch", configuration.GetProperty("last_error").GetString(), StringComparison.Ordinal);
        Assert.Equal(["orders", "mails"], (await GroupsAsync(scene)).Select(g => g.GetProperty("name").GetString()));
    }

    private static async Task<int> PublishAsync(Scene scene, CancellationToken stop)
    {
        await using var session = await scene.SessionAsync();
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var published = 0;
        while (!stop.IsCancellationRequested)
        {
            var sent = Enumerable.Range(published, 20).Select(i => publisher.PublishAsync(
                Names.IngressExchange, "order.new", new MessageProperties { MessageId = $"m{i}", Persistent = true }, new byte[16], Token)).ToList();
            Assert.All(await Task.WhenAll(sent), outcome => Assert.Equal(PublishOutcome.Confirmed, outcome));
            published += sent.Count;
        }

        return published;
    }

    private static async Task<List<JsonElement>> GroupsAsync(Scene scene) => [.. (await scene.GetAsync("/api/v1/groups")).GetProperty("groups").EnumerateArray()];
}
