using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Framing;

/// <summary>Every message that was taken gets one outcome.</summary>
public sealed class FrameOutcomesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PublishOutcome.Confirmed)]
    [InlineData(PublishOutcome.Returned)]
    [InlineData(PublishOutcome.Refused)]
    [InlineData(PublishOutcome.Unknown)]
    public async Task Outcome_OfAFrame_GoesToEachOfItsMessagesOnce(PublishOutcome outcome)
    {
        await using var rig = new FrameRig(FrameRig.Delay);
        var destination = FrameRig.Destination(3);
        await rig.OccupyAsync(destination);
        for (var i = 3; i <= 5; i++) Assert.True(rig.HandOver(destination, i));

        rig.Publisher.Tell((await rig.PublishedAsync(3))[2], outcome);

        Assert.Equal([(3UL, outcome), (4UL, outcome), (5UL, outcome)], rig.Outcomes.Outcomes);
        Assert.Equal(outcome == PublishOutcome.Confirmed ? (1, 3) : (0, 0), (rig.Counters.Frames, rig.Counters.Framed));
    }

    [Fact]
    public async Task SessionEnds_WhatWasNotPublished_IsUnknownOnceAndNothingMoreIsTaken()
    {
        await using var rig = new FrameRig(FrameRig.Delay);
        var destination = FrameRig.Destination(3);
        await rig.OccupyAsync(destination);
        await rig.HandOverWaitingAsync(destination, 3);
        var other = FrameRig.Destination(3, "b", slot: 1);
        rig.Publisher.Throws = new SessionEndedException("over");

        Assert.True(rig.HandOver(other, 4));
        await rig.Outcomes.TakeAsync(2, Token);

        Assert.Equal([(3UL, PublishOutcome.Unknown), (4UL, PublishOutcome.Unknown)], rig.Outcomes.Outcomes.Order());
        Assert.Throws<SessionEndedException>(() => rig.HandOver(destination, 5));
        Assert.Throws<SessionEndedException>(() => rig.HandOver(FrameRig.Destination(3, "c", slot: 2), 6));
        Assert.Null(rig.Fault);
    }

    [Fact]
    public async Task Dispose_FramesWaitAndOthersAreUnconfirmed_AllAreUnknownOnce()
    {
        var rig = new FrameRig(FrameRig.Delay);
        var destination = FrameRig.Destination(8);
        await rig.OccupyAsync(destination);
        await rig.HandOverWaitingAsync(destination, 3);
        await rig.HandOverWaitingAsync(destination, 4);

        await rig.DisposeAsync();

        Assert.Equal([1, 2, 3, 4], rig.Outcomes.Outcomes.Select(o => (int)o.Correlation).Order());
        Assert.All(rig.Outcomes.Outcomes, o => Assert.Equal(PublishOutcome.Unknown, o.Outcome));
        Assert.Equal(2, rig.Publisher.Published.Count);
        Assert.Throws<SessionEndedException>(() => rig.HandOver(destination, 5));
    }

    [Fact]
    public async Task Dispose_SlotIsUsedByAnother_WhatWaitedForTheFirstIsUnknownToo()
    {
        var rig = new FrameRig(FrameRig.Delay);
        var first = FrameRig.Destination(8);
        await rig.OccupyAsync(first);
        await rig.HandOverWaitingAsync(first, 3);
        Assert.True(rig.HandOver(FrameRig.Destination(8, "b"), 4));
        await rig.PublishedAsync(3);

        await rig.DisposeAsync();

        Assert.Equal([1, 2, 3, 4], rig.Outcomes.Outcomes.Select(o => (int)o.Correlation).Order());
    }

    [Fact]
    public async Task PublisherFails_FaultIsToldAndEverythingIsUnknown()
    {
        await using var rig = new FrameRig(FrameRig.Delay);
        rig.Publisher.Throws = new InvalidOperationException("broken");

        Assert.True(rig.HandOver(FrameRig.Destination(8), 1));
        await rig.Faulted.Task.OrFailAsync("the fault", Token);

        Assert.Equal("broken", rig.Fault!.Message);
        Assert.Equal((1UL, PublishOutcome.Unknown), Assert.Single(await rig.Outcomes.TakeAsync(1, Token)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task RandomSchedules_EachMessageHasTheOutcomeOfItsPublishAndOrderIsKept(int delay)
    {
        for (var seed = 0; seed < 150; seed++) await RunAsync(seed, TimeSpan.FromMilliseconds(delay));
    }

    private static async Task RunAsync(int seed, TimeSpan delay)
    {
        var random = new Random(seed);
        var rig = new FrameRig(delay);
        var (handed, told) = (new List<(string Queue, int Number)>(), new Dictionary<string, PublishOutcome>());
        var waiting = new List<FramePublish>();
        var seen = 0;
        // The first two share a slot, as when one is forgotten and the other comes; they never come back.
        var destinations = new[] { FrameRig.Destination(random.Next(2, 9)), FrameRig.Destination(random.Next(2, 9), "b", slot: 3) };
        var end = random.Next(10, 200);
        for (var step = 0; step < end; step++)
        {
            switch (random.Next(12))
            {
                case < 7:
                    var destination = destinations[random.Next(destinations.Length)];
                    if (rig.HandOver(destination, step, bytes: random.Next(20) == 0 ? 31_000 : 10)) handed.Add((destination.Queue, step));
                    break;
                case < 10:
                    var items = rig.Publisher.Published.Items;
                    waiting.AddRange(items.Skip(seen));
                    seen = items.Count;
                    if (waiting.Count == 0) break;
                    var publish = waiting[random.Next(waiting.Count)];
                    waiting.Remove(publish);
                    var outcome = (PublishOutcome)random.Next(3);
                    foreach (var id in publish.Ids) told.Add(id, outcome);
                    rig.Publisher.Tell(publish, outcome);
                    break;
                case 10:
                    rig.Time.Advance(delay / 2);
                    break;
                default:
                    if (random.Next(4) == 0) destinations[0] = FrameRig.Destination(random.Next(2, 9), $"new{step}");
                    else await Task.Yield();
                    break;
            }
        }

        if (random.Next(2) == 0) rig.Publisher.Throws = new SessionEndedException("over");
        await rig.DisposeAsync();

        var outcomes = rig.Outcomes.Outcomes;
        Assert.Equal(handed.Select(h => h.Number).Order(), outcomes.Select(o => (int)o.Correlation).Order());
        Assert.All(outcomes, o => Assert.Equal(told.GetValueOrDefault($"m{o.Correlation}", PublishOutcome.Unknown), o.Outcome));
        foreach (var published in rig.Publisher.Published.Items.GroupBy(p => p.Queue))
        {
            var ids = published.SelectMany(p => p.Ids).ToList();
            Assert.Equal(handed.Where(h => h.Queue == published.Key).Take(ids.Count).Select(h => $"m{h.Number}"), ids);
        }
    }
}
