using System.Globalization;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Network;

/// <summary>The way to the broker fails under load, of the dispatcher, of a worker, or of all that publish.</summary>
public sealed class LostContactTests(AttentiveBroker attentive) : IClassFixture<AttentiveBroker>
{
    private const int Messages = 1600;
    private const string Rate = "200/s";
    private const int Prefetch = 100;

    // The SDK's own prefetch at this concurrency.
    private const int Fetched = 32;
    private const int Window = 64;
    private const string HandOff = "    delivery: handoff\n";
    private const string Hold = "    delivery: hold\n";
    private const string Config = "groups:\n  default:\n    routes: ['#']\n    algorithm: round_robin\n    window: 64\n    prefetch: 100\n";
    private static readonly string[] Condemned = ["Lost", "Ejected", "Hung", "Suspended", "Failed"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private LocalBroker Broker => attentive.Broker;

    [Theory]
    [InlineData(HandOff)]
    [InlineData(Hold)]
    public Task Dispatcher_ItsConnectionsCut_NobodyIsCondemnedAndNothingIsLost(string delivery) => DispatcherLosesContactAsync(delivery, way => way.Cut());

    [Theory]
    [InlineData(HandOff)]
    [InlineData(Hold)]
    public Task Dispatcher_ItsConnectionsDeadWithoutAWord_NobodyIsCondemnedAndNothingIsLost(string delivery) => DispatcherLosesContactAsync(delivery, way => way.Strand());

    [Theory]
    [InlineData(HandOff, "that waited at default/a were handed to others", Fetched)]
    [InlineData(Hold, "that default/a had in hold are handed to others", Window)]
    public async Task Worker_ItsConnectionsDeadWithoutAWord_IsLostAndTheOthersDoItsMessages(string delivery, string told, int twice)
    {
        await using var scene = await Scene.OpenAsync(Broker);
        await using var way = LoopbackProxy.To(scene.Uri.Port);
        var dispatcher = await scene.DispatcherAsync(Config + delivery);
        var (deaf, first) = scene.WorkerThrough(way.Through(scene.Uri), "default", "a", "--concurrency", "2", "--work", "const:10ms");
        await scene.BecomesAsync("a", "ready");
        string[] records = [first, .. await WorkersAsync(scene, "b", "c")];
        var publisher = scene.Publisher(Messages, Rate);
        await Records.WaitAsync(records, 300, Limit, scene.Describe);

        way.Stall();
        await scene.BecomesAsync("a", "lost");
        await dispatcher.LineAsync(told, Token);
        await deaf.LineAsync("has no contact with", Token);
        way.Resume();
        await scene.BecomesAsync("a", "ready");
        await AllIsDoneAsync(scene, publisher, records, null, twice);

        NobodyIsCondemned(dispatcher, "b", "c");
    }

    [Theory]
    [InlineData(HandOff)]
    [InlineData(Hold)]
    public async Task Dispatcher_ItsConnectionsSlow_NobodyIsCondemnedAndNothingIsLost(string delivery)
    {
        await using var scene = await Scene.OpenAsync(Broker);
        await using var way = LoopbackProxy.To(scene.Uri.Port);
        var dispatcher = await scene.DispatcherAsync(Config + delivery, address: way.Through(scene.Uri));
        var records = await WorkersAsync(scene, "a", "b");
        var publisher = scene.Publisher(Messages, Rate);
        await Records.WaitAsync(records, 300, Limit, scene.Describe);

        // A fifth of what the flow needs.
        way.SlowDown(20_000);
        await Records.WaitAsync(records, 500, Limit, scene.Describe);
        way.SlowDown(0);
        await AllIsDoneAsync(scene, publisher, records, null, Prefetch);

        NobodyIsCondemned(dispatcher, "a", "b");
    }

    [Theory]
    [InlineData(HandOff, "set_vm_memory_high_watermark", "0.4", "absolute", "1MB")]
    [InlineData(HandOff, "set_disk_free_limit", "50MB", "100000GB")]
    [InlineData(Hold, "set_vm_memory_high_watermark", "0.4", "absolute", "1MB")]
    [InlineData(Hold, "set_disk_free_limit", "50MB", "100000GB")]
    public async Task Broker_TakesNoPublishesForAWhile_NobodyIsCondemnedAndNothingIsLost(string delivery, string limit, string usual, params string[] impossible)
    {
        await using var scene = await Scene.OpenAsync(Broker);
        var dispatcher = await scene.DispatcherAsync(Config + delivery);
        var records = await WorkersAsync(scene, "a", "b");
        var publisher = scene.Publisher(Messages, Rate);
        await Records.WaitAsync(records, 300, Limit, scene.Describe);
        await using var watch = FlowWatch.Start(records);

        await Broker.RunCtlAsync(Token, [limit, .. impossible]);
        try
        {
            await dispatcher.LineAsync("The broker takes no publishes", Token);
            // How long the fault lasts, well beyond any lease: nobody's heartbeat arrives meanwhile, and there is no event to await.
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, Token);
        }
        finally
        {
            await Broker.RunCtlAsync(CancellationToken.None, limit, usual);
        }

        await dispatcher.LineAsync("The broker takes publishes again", Token);
        await AllIsDoneAsync(scene, publisher, records, watch, most: 0);

        NobodyIsCondemned(dispatcher, "a", "b");
    }

    private async Task DispatcherLosesContactAsync(string delivery, Action<LoopbackProxy> lose)
    {
        await using var scene = await Scene.OpenAsync(Broker);
        await using var way = LoopbackProxy.To(scene.Uri.Port);
        var dispatcher = await scene.DispatcherAsync(Config + delivery, address: way.Through(scene.Uri));
        var records = await WorkersAsync(scene, "a", "b");
        var publisher = scene.Publisher(Messages, Rate);
        await Records.WaitAsync(records, 300, Limit, scene.Describe);
        await using var watch = FlowWatch.Start(records);

        lose(way);
        await dispatcher.LineAsync("No contact with", Token);
        await AllIsDoneAsync(scene, publisher, records, watch, Prefetch);

        NobodyIsCondemned(dispatcher, "a", "b");
    }

    private static async Task<List<string>> WorkersAsync(Scene scene, params string[] names)
    {
        var records = names.Select(n => scene.Worker("default", n, "--concurrency", "2", "--work", "const:10ms").Record).ToList();
        foreach (var name in names) await scene.BecomesAsync(name, "ready");
        return records;
    }

    /// <param name="scene">Where.</param>
    /// <param name="publisher">Who publishes.</param>
    /// <param name="records">What was done.</param>
    /// <param name="watch">Tells for how long nothing was done; null if that is not the question.</param>
    /// <param name="most">Most messages that may be done twice.</param>
    private static async Task AllIsDoneAsync(Scene scene, CommandLineProcess publisher, IReadOnlyList<string> records, FlowWatch? watch, int most)
    {
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync(records, Messages, Limit, scene.Describe);
        var still = watch is null ? TimeSpan.Zero : await watch.StopAsync();
        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        Assert.InRange(lines.Count - Messages, 0, most);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"no completion for {still.TotalSeconds:0.00} s; {lines.Count - Messages} of {Messages} messages done twice"));
    }

    private static void NobodyIsCondemned(CommandLineProcess dispatcher, params string[] names)
    {
        foreach (var name in names) Assert.Empty(Transitions.Of(dispatcher, name).Intersect(Condemned));
    }
}
