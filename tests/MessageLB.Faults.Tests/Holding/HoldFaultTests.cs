using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Holding;

/// <summary>A group in hold mode, and processes that die: every message is done, and few are done twice.</summary>
public sealed class HoldFaultTests(LocalBroker broker)
{
    private const int Messages = 2000;
    private const int Concurrency = 4;

    // What a window of this size lets be with one worker, so the most that its death can have done twice.
    private const int Window = 16;
    private const string Config = "groups:\n  default:\n    routes: ['#']\n    delivery: hold\n    algorithm: round_robin\n    window: 16\n";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_KilledUnderLoad_WhatItHadIsDoneByTheOthers()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        // Slower than the others, so that it has something when it dies, however slowly messages are published.
        var (killed, first) = scene.Worker("default", "a", "--concurrency", $"{Concurrency}", "--work", "const:50ms");
        var others = ((string[])["b", "c"]).Select(n => scene.Worker("default", n, "--concurrency", $"{Concurrency}", "--work", "const:5ms").Record).ToList();
        foreach (var name in (string[])["a", "b", "c"]) await scene.BecomesAsync(name, "ready");
        var publisher = scene.Publisher(Messages);
        await Records.WaitAsync([first], 20, Limit, scene.Describe);

        await killed.KillAsync();
        await dispatcher.LineAsync("messages that default/a had in hold are handed to others", Token);
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        await Records.WaitAsync([first, .. others], Messages, Limit, scene.Describe);

        await AssertDoneAsync(scene, [first, .. others], Window);
    }

    [Fact]
    public async Task Worker_StoppedUnderLoad_WhatItHadIsDoneByTheOthersAndWhenItGoesOnItRunsNothingOld()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        var (stopped, first) = scene.Worker("default", "a", "--concurrency", $"{Concurrency}", "--work", "const:5ms");
        var (_, second) = scene.Worker("default", "b", "--concurrency", $"{Concurrency}", "--work", "const:5ms");
        await scene.BecomesAsync("a", "ready");
        await scene.BecomesAsync("b", "ready");
        var publisher = scene.Publisher(Messages);
        await Records.WaitAsync([first], 100, Limit, scene.Describe);

        stopped.Suspend();
        await dispatcher.LineAsync("messages that default/a had in hold are handed to others", Token);
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        await Records.WaitAsync([first, second], Messages, Limit, scene.Describe);
        var before = (await Records.ReadAsync([first])).Count;
        stopped.Resume();
        await scene.BecomesAsync("a", "ready");

        // Beside what its handlers had in hand when it was stopped that is what it had done and not reported yet.
        await AssertDoneAsync(scene, [first, second], Window);
        Assert.InRange((await Records.ReadAsync([first])).Count - before, 0, Concurrency);
    }

    [Fact]
    public async Task Dispatcher_KilledUnderLoad_TheNextOneHandsOverAgainWhatHadNoResult()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        var records = ((string[])["a", "b"]).Select(n => scene.Worker("default", n, "--concurrency", $"{Concurrency}", "--work", "const:5ms").Record).ToList();
        Assert.Equal(0, await scene.Publisher(Messages).ExitAsync(Limit, Token));
        await Records.WaitAsync(records, 200, Limit, scene.Describe);

        await dispatcher.KillAsync();
        await scene.DispatcherAsync(Config);
        await Records.WaitAsync(records, Messages, Limit, scene.Describe);

        await AssertDoneAsync(scene, records, 2 * Window);
    }

    [Fact]
    public async Task Broker_KilledUnderLoad_IngressHandsOverAgainWhatHadNoResult()
    {
        await using var own = await LocalBroker.StartNewAsync();
        await using var scene = await Scene.OpenAsync(own);
        var dispatcher = await scene.DispatcherAsync(Config);
        var (_, record) = scene.Worker("default", "a", "--concurrency", $"{Concurrency}", "--work", "const:5ms");
        Assert.Equal(0, await scene.Publisher(Messages).ExitAsync(Limit, Token));
        await Records.WaitAsync([record], 200, Limit, scene.Describe);

        await own.KillAsync();
        await dispatcher.LineAsync("No contact with", Token);
        await own.StartAsync();
        await Records.WaitAsync([record], Messages, Limit, scene.Describe);

        await AssertDoneAsync(scene, [record], Window);
    }

    private static async Task AssertDoneAsync(Scene scene, IReadOnlyList<string> records, int twice)
    {
        await using var session = await scene.SessionAsync();
        await Eventually.TrueAsync(async () => (await scene.GetAsync("/api/v1/groups/default")).GetProperty("hold").GetProperty("messages").GetInt32() == 0, "nothing is in hold", Token);
        foreach (var queue in (string[])[Names.IngressQueue("default"), Names.RetryQueue("default"), Names.DeadQueue("default")])
            await Eventually.TrueAsync(async () => (await session.Topology.InspectAsync(queue, Token))?.Ready == 0, $"{queue} is empty", Token);
        var lines = await Records.ReadAsync(records);
        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        Assert.InRange(lines.Count - Messages, 0, twice);
    }
}
