using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Queues;

/// <summary>Somebody deletes a queue while it is used. What was in it is gone by that person's will; everything else must go on.</summary>
public sealed class QueueDeletedTests(LocalBroker broker)
{
    private const int Messages = 1000;
    private const int MostRounds = 20;
    private const string Config = "groups:\n  default:\n    routes: ['#']\n    algorithm: round_robin\n    window: 16\n";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WorkQueue_DeletedUnderLoad_OthersCarryOnTheQueueComesBackAndOnlyWhatWasInItIsGone()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        var records = await WorkersAsync(scene);
        var publisher = scene.Publisher(Messages, "250/s");
        await Records.WaitAsync(records, 200, Limit, scene.Describe);

        await broker.RunCtlAsync(Token, "delete_queue", Names.WorkQueue("default", "a"), "--vhost", scene.VirtualHost);
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        await scene.BecomesAsync("a", "ready");

        // What was in the queue or in its worker's hands when it was deleted: no more than the window.
        var lines = await Records.WaitAsync(records, Messages - 16, Limit, scene.Describe);
        await FlowsThroughAsync(scene, records, lines.Select(Records.Id).Distinct().Count());
        Assert.DoesNotContain("Lost", Transitions.Of(dispatcher, "b"));
    }

    [Fact]
    public async Task HoldQueue_DeletedUnderLoad_WhatWasInItComesAgainAndEveryMessageIsDone()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync(Config + "    delivery: hold\n    hold_limit: 3s\n    retry: {delay: 100ms}\n    ejection: off\n");
        var records = await WorkersAsync(scene);
        var publisher = scene.Publisher(Messages, "250/s");
        await Records.WaitAsync(records, 200, Limit, scene.Describe);

        await broker.RunCtlAsync(Token, "delete_queue", Names.HoldQueue("default", "a"), "--vhost", scene.VirtualHost);
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));

        var lines = await Records.WaitAsync(records, Messages, Limit, scene.Describe);
        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        await FlowsThroughAsync(scene, records, Messages);
    }

    [Fact]
    public async Task IngressQueue_DeletedWhileItIsEmpty_IsDeclaredAnewAndTheFlowGoesOn()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync(Config);
        var records = await WorkersAsync(scene);
        await FlowsThroughAsync(scene, records, 0);
        await EmptyAsync(scene, Names.IngressQueue("default"));

        await broker.RunCtlAsync(Token, "delete_queue", Names.IngressQueue("default"), "--vhost", scene.VirtualHost);
        await using var session = await scene.SessionAsync();
        await Eventually.TrueAsync(async () => await session.Topology.InspectAsync(Names.IngressQueue("default"), Token) is { Consumers: > 0 }, "the queue is there and served again", Token);

        await FlowsThroughAsync(scene, records, 100);
    }

    private static async Task<List<string>> WorkersAsync(Scene scene)
    {
        var records = ((string[])["a", "b"]).Select(n => scene.Worker("default", n, "--concurrency", "2", "--work", "const:5ms").Record).ToList();
        foreach (var name in (string[])["a", "b"]) await scene.BecomesAsync(name, "ready");
        return records;
    }

    // A hundred more are all done, and both destinations get some; not always at once, for what one of them had in its queue when that was
    // deleted counts as in flight there until looks at the new queue say otherwise.
    private static async Task FlowsThroughAsync(Scene scene, IReadOnlyList<string> records, int before)
    {
        var counts = await CountsAsync(records);
        var round = 0;
        do
        {
            Assert.True(++round <= MostRounds, scene.Describe());
            Assert.Equal(0, await scene.Publisher(100).ExitAsync(Limit, Token));
            await Records.WaitAsync(records, before + (100 * round), Limit, scene.Describe);
        }
        while ((await CountsAsync(records)).Zip(counts).Any(pair => pair.First <= pair.Second));
    }

    private static async Task<List<int>> CountsAsync(IReadOnlyList<string> records)
    {
        var counts = new List<int>();
        foreach (var record in records) counts.Add((await Records.ReadAsync([record])).Count);
        return counts;
    }

    private static async Task EmptyAsync(Scene scene, string queue)
    {
        await using var session = await scene.SessionAsync();
        await Eventually.TrueAsync(async () => await session.Topology.InspectAsync(queue, Token) is { Ready: 0 }, $"{queue} is empty", Token);
    }
}
