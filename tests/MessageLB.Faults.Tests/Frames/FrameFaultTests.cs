using System.Globalization;
using System.Text.Json;
using MessageLB.Faults.Tests.Network;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Frames;

/// <summary>Short messages at a high rate, so that they travel in frames, and something dies: every message is done, and few are done twice.</summary>
public sealed class FrameFaultTests(AttentiveBroker attentive) : IClassFixture<AttentiveBroker>
{
    private const int Warming = 90;
    private const int Load = 4000;
    private const int Messages = Warming + Load;
    private const int Concurrency = 4;
    private const int FrameMax = 16;
    private const int Window = 256;
    private const int Prefetch = 200;

    // What was in flight at a worker, and one frame for each of its handlers.
    private const int InFlightAndOpen = Window + (Concurrency * FrameMax);
    private const string Config = "groups:\n  default:\n    routes: ['#']\n    algorithm: round_robin\n    window: 256\n    prefetch: 200\n    frame_max: 16\n";
    private const string HandOff = "    delivery: handoff\n";
    private const string Hold = "    delivery: hold\n";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private LocalBroker Broker => attentive.Broker;

    [Theory]
    [InlineData(HandOff, "that waited at default/a were handed to others", InFlightAndOpen)]
    [InlineData(Hold, "that default/a had in hold are handed to others", Window)]
    public async Task Worker_KilledUnderLoad_ItsFramesAreDoneByTheOthers(string delivery, string told, int twice)
    {
        await using var scene = await Scene.OpenAsync(Broker);
        var dispatcher = await scene.DispatcherAsync(Config + delivery);
        var crew = await CrewAsync(scene, "a", "b", "c");
        var before = await PublishesAsync();
        var publisher = scene.Publisher(Load);
        await Records.WaitAsync([crew[0].Record], 500, Limit, scene.Describe);

        await crew[0].Process.KillAsync();
        await dispatcher.LineAsync(told, Token);

        await AllIsDoneAsync(scene, publisher, crew, twice);
        FramesFormed(await PublishesAsync() - before - Load, Load);
    }

    [Fact]
    public async Task Worker_StoppedUnderLoadUntilItsConnectionEnds_ItsFramesAreDoneByTheOthersAndItStartsNothingOfThem()
    {
        await using var scene = await Scene.OpenAsync(Broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        var crew = await CrewAsync(scene, "a", "b");
        var before = await PublishesAsync();
        var publisher = scene.Publisher(Load);
        await Records.WaitAsync([crew[0].Record], 500, Limit, scene.Describe);

        crew[0].Process.Suspend();
        await dispatcher.LineAsync("that waited at default/a were handed to others", Token);
        var done = (await Records.ReadAsync([crew[0].Record])).Count;
        await Records.WaitAsync([.. crew.Select(w => w.Record)], Messages, Limit, scene.Describe);
        crew[0].Process.Resume();
        await scene.BecomesAsync("a", "ready");

        await AllIsDoneAsync(scene, publisher, crew, InFlightAndOpen);
        FramesFormed(await PublishesAsync() - before - Load, Load);
        Assert.InRange((await Records.ReadAsync([crew[0].Record])).Count - done, 0, Concurrency);
    }

    [Fact]
    public async Task Worker_StoppedUnderLoadInHold_WhatItHadIsDoneByTheOthersAndItStartsNothingOfIt()
    {
        await using var scene = await Scene.OpenAsync(Broker);
        var dispatcher = await scene.DispatcherAsync(Config + Hold);
        var crew = await CrewAsync(scene, "a", "b");
        var before = await PublishesAsync();
        var publisher = scene.Publisher(Load);
        await Records.WaitAsync([crew[0].Record], 500, Limit, scene.Describe);

        crew[0].Process.Suspend();
        await dispatcher.LineAsync("that default/a had in hold are handed to others", Token);
        await Records.WaitAsync([.. crew.Select(w => w.Record)], Messages, Limit, scene.Describe);
        var done = (await Records.ReadAsync([crew[0].Record])).Count;
        crew[0].Process.Resume();
        await scene.BecomesAsync("a", "ready");

        await AllIsDoneAsync(scene, publisher, crew, Window);
        FramesFormed(await PublishesAsync() - before - Load, Load);
        // Frames that it had fetched, and those that wait in its queue, hold nothing that is still its own.
        await using var session = await scene.SessionAsync();
        await Eventually.TrueAsync(async () => (await session.Topology.InspectAsync(Names.HoldQueue("default", "a"), Token))?.Ready == 0, "its queue is empty", Token);
        Assert.InRange((await Records.ReadAsync([crew[0].Record])).Count - done, 0, Concurrency);
    }

    [Theory]
    [InlineData(HandOff, "work")]
    [InlineData(Hold, "hold")]
    public async Task Queue_FullUnderLoad_WholeFramesAreRefusedAndEachOfTheirMessagesIsDoneOnceElsewhere(string delivery, string queue)
    {
        await using var scene = await Scene.OpenAsync(Broker);
        // Room for more frames than the worker fetches, and many in hand at once; and it is not lost while it stands still.
        var config = Config.Replace("window: 256", "window: 1024", StringComparison.Ordinal).Replace("prefetch: 200", "prefetch: 1000", StringComparison.Ordinal) + "    health_monitoring: {check_interval: 20s}\n";
        var dispatcher = await scene.DispatcherAsync(config + delivery);
        var crew = await CrewAsync(scene, "a", "b");
        var before = await RefusalsAsync();
        await Broker.RunCtlAsync(
            Token, "set_policy", "-p", scene.VirtualHost, "bounds", $@"^messagelb\.{queue}\.default\.a$", """{"max-length":2,"overflow":"reject-publish"}""", "--apply-to", "queues");

        // All of them wait when the dispatcher goes on, so that it fills frames.
        crew[0].Process.Suspend();
        dispatcher.Suspend();
        var publisher = scene.Publisher(Load);
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        dispatcher.Resume();
        await scene.BecomesAsync("a", "suspended");
        crew[0].Process.Resume();
        await Records.WaitAsync([.. crew.Select(w => w.Record)], Messages, Limit, scene.Describe);
        await scene.BecomesAsync("a", "ready");

        await AllIsDoneAsync(scene, publisher, crew, twice: 0);
        Assert.Contains("Suspended", Transitions.Of(dispatcher, "a"));
        Assert.DoesNotContain("Suspended", Transitions.Of(dispatcher, "b"));
        var publishes = await RefusalsAsync() - before;
        var messages = (await scene.GetAsync("/api/v1/groups/default")).GetProperty("refused").GetInt64();
        TestContext.Current.TestOutputHelper?.WriteLine($"{publishes} publishes with {messages} messages refused");
        Assert.True(messages > publishes, $"{publishes} publishes with {messages} messages were refused: none of them was a frame");
    }

    [Fact]
    public async Task Dispatcher_OneOfTwoKilledUnderLoad_TheOtherGoesOnWithFrames()
    {
        await using var scene = await Scene.OpenAsync(Broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        await scene.DispatcherAsync(Config, FreePorts.Next());
        var crew = await CrewAsync(scene, "a", "b");
        var before = await PublishesAsync();
        var publisher = scene.Publisher(Load);
        await Records.WaitAsync([.. crew.Select(w => w.Record)], 1000, Limit, scene.Describe);

        await dispatcher.KillAsync();

        await AllIsDoneAsync(scene, publisher, crew, Prefetch);
        FramesFormed(await PublishesAsync() - before - Load, Load);
    }

    [Fact]
    public async Task Broker_KilledUnderLoad_TheFramesInItsQueuesAreDone()
    {
        await using var scene = await Scene.OpenAsync(Broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        var crew = await CrewAsync(scene, "a");
        var publisher = scene.Publisher(Load);
        await Records.WaitAsync([crew[0].Record], 500, Limit, scene.Describe);

        // The worker stands still meanwhile, or it would be done before the broker dies.
        crew[0].Process.Suspend();
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        await Broker.KillAsync();
        crew[0].Process.Resume();
        await dispatcher.LineAsync("No contact with", Token);
        var left = Messages - (await Records.ReadAsync([crew[0].Record])).Count;
        await Broker.StartAsync();

        await AllIsDoneAsync(scene, publisher, crew, Prefetch);
        // The broker counts from its start, and by then all of the publisher's were in.
        FramesFormed(await PublishesAsync(), left);
    }

    private static async Task<List<(CommandLineProcess Process, string Record)>> CrewAsync(Scene scene, params string[] names)
    {
        var crew = names.Select(n => scene.Worker("default", n, "--concurrency", $"{Concurrency}", "--work", "const:2ms")).ToList();
        foreach (var name in names) await scene.BecomesAsync(name, "ready");
        // There are frames once it is known how short the work is.
        Assert.Equal(0, await scene.Publisher(Warming).ExitAsync(Limit, Token));
        await Records.WaitAsync([.. crew.Select(w => w.Record)], Warming, Limit, scene.Describe);
        foreach (var name in names)
            await Eventually.TrueAsync(async () => (await scene.DestinationAsync(name))!.Value.GetProperty("service_time_ms").ValueKind == JsonValueKind.Number, $"{name} is measured", Token);
        return crew;
    }

    private static async Task AllIsDoneAsync(Scene scene, CommandLineProcess publisher, IReadOnlyList<(CommandLineProcess Process, string Record)> crew, int twice)
    {
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        List<string> records = [.. crew.Select(w => w.Record)];
        await Records.WaitAsync(records, Messages, Limit, scene.Describe);
        await using var session = await scene.SessionAsync();
        foreach (var queue in (string[])[Names.IngressQueue("default"), Names.WorkQueue("default", "a"), Names.RetryQueue("default"), Names.DeadQueue("default")])
            await Eventually.TrueAsync(async () => (await session.Topology.InspectAsync(queue, Token))?.Ready == 0, $"{queue} is empty", Token);
        var lines = await Records.ReadAsync(records);
        TestContext.Current.TestOutputHelper?.WriteLine($"{lines.Count - Messages} of {Messages} messages done twice");
        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        Assert.InRange(lines.Count - Messages, 0, twice);
    }

    // What is published with confirms: by publishers, and by dispatchers.
    private Task<long> PublishesAsync() => CountAsync("messages_received_confirm_total");

    // What was not confirmed of it, once nothing is under way.
    private async Task<long> RefusalsAsync() => await PublishesAsync() - await CountAsync("messages_confirmed_total");

    private async Task<long> CountAsync(string counter) => long.Parse(
        await Broker.RunCtlAsync(Token, "eval", $"maps:get({counter}, maps:get([{{protocol, amqp091}}], rabbit_global_counters:overview()))."),
        CultureInfo.InvariantCulture);

    // Without frames there is a publish for each message at least; in hold mode the workers' reports are among them.
    private static void FramesFormed(long publishes, int messages)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{publishes} publishes for {messages} messages");
        Assert.InRange(publishes, messages / FrameMax, messages * 3 / 4);
    }
}
