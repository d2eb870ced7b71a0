using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Framing;

/// <summary>When frames leave, and what travels in them.</summary>
public sealed class FrameSenderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HandOver_OneMessage_LeavesAtOnceAsItIs()
    {
        await using var rig = new FrameRig(FrameRig.Delay);
        var properties = new MessageProperties
        {
            ContentType = "application/json", ContentEncoding = "gzip", Persistent = true, Priority = 9, CorrelationId = "c", ReplyTo = "r", Timestamp = 77, Type = "t", AppId = "p",
            Headers = new Dictionary<string, object?> { ["messagelb-group"] = "g", ["text"] = "x", ["number"] = 7, ["none"] = null },
        };

        Assert.True(rig.HandOver(FrameRig.Destination(8), 1, properties, bytes: 3));
        var sent = (await rig.PublishedAsync(1))[0];

        Assert.Equal(("messagelb.work.g.a", false, 3), (sent.Queue, sent.IsFrame, sent.Body.Length));
        var (p, headers) = (sent.Properties, sent.Properties.Headers!);
        Assert.Equal(("application/json", "gzip", true, (byte?)9, "c", "r"), (p.ContentType, p.ContentEncoding, p.Persistent, p.Priority, p.CorrelationId, p.ReplyTo));
        Assert.Equal(("m1", 77L, "t", "p", null, null), (p.MessageId, p.Timestamp, p.Type, p.AppId, p.Expiration, p.UserId));
        Assert.Equal(("g", "x", 4), (HeaderValues.GetText(headers, "messagelb-group"), HeaderValues.GetText(headers, "text"), headers.Count));
        Assert.Equal((7, null), (headers["number"], headers["none"]));
    }

    [Fact]
    public async Task HandOver_TwoUnconfirmed_OthersLeaveTogetherWhenTheDelayIsOver()
    {
        await using var rig = new FrameRig(FrameRig.Delay);
        var destination = FrameRig.Destination(8);
        await rig.OccupyAsync(destination);

        await rig.HandOverWaitingAsync(destination, 3);
        rig.Time.Advance(FrameRig.Delay / 2);
        await rig.HandOverWaitingAsync(destination, 4);
        rig.Time.Advance((FrameRig.Delay / 2) - TimeSpan.FromTicks(1));
        Assert.Equal(2, rig.Publisher.Published.Count);
        rig.Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(["m3", "m4"], (await rig.PublishedAsync(3))[2].Ids);
    }

    [Fact]
    public async Task HandOver_TwoUnconfirmed_FullOneLeaves()
    {
        await using var rig = new FrameRig(FrameRig.Delay);
        var destination = FrameRig.Destination(3);
        await rig.OccupyAsync(destination);

        await rig.HandOverWaitingAsync(destination, 3);
        await rig.HandOverWaitingAsync(destination, 4);
        Assert.Equal(2, rig.Publisher.Published.Count);
        Assert.True(rig.HandOver(destination, 5));

        Assert.Equal(["m3", "m4", "m5"], (await rig.PublishedAsync(3))[2].Ids);
    }

    [Theory]
    [InlineData(PublishOutcome.Confirmed)]
    [InlineData(PublishOutcome.Refused)]
    public async Task HandOver_TwoUnconfirmed_OthersLeaveWhenOneHasItsOutcome(PublishOutcome outcome)
    {
        await using var rig = new FrameRig(FrameRig.Delay);
        var destination = FrameRig.Destination(8);
        var sent = await rig.OccupyAsync(destination);
        await rig.HandOverWaitingAsync(destination, 3);
        await rig.HandOverWaitingAsync(destination, 4);

        rig.Publisher.Tell(sent[1], outcome);

        Assert.Equal(["m3", "m4"], (await rig.PublishedAsync(3))[2].Ids);
    }

    [Fact]
    public async Task HandOver_PublisherIsBusy_WhatComesMeanwhileTravelsTogetherInOrder()
    {
        await using var rig = new FrameRig();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Publisher.Gate = gate.Task;
        var destination = FrameRig.Destination(4);

        for (var i = 1; i <= 11; i++) Assert.True(rig.HandOver(destination, i));
        gate.SetResult();
        await rig.Publisher.Published.FirstAsync(p => p.Ids.Contains("m11"), "the last", Token);

        var published = rig.Publisher.Published.Items;
        Assert.Equal(Enumerable.Range(1, 11).Select(i => $"m{i}"), published.SelectMany(p => p.Ids));
        Assert.InRange(published.Count, 3, 4);
        Assert.All(published, p => Assert.InRange(p.Ids.Count, 1, 4));
    }

    [Fact]
    public async Task HandOver_FrameOfSeveral_HasAnIdOfItsOwnAndIsPersistentIfOneIs()
    {
        await using var rig = new FrameRig(FrameRig.Delay);
        var destination = FrameRig.Destination(2);
        await rig.OccupyAsync(destination);

        foreach (var persistent in (bool[])[false, false, false, true])
            Assert.True(rig.HandOver(destination, 3, new MessageProperties { Persistent = persistent }));
        var frames = (await rig.PublishedAsync(4)).Skip(2).ToList();

        Assert.Equal([("test-frame-1", false), ("test-frame-2", true)], frames.Select(f => (f.Properties.MessageId!, f.Properties.Persistent)));
        Assert.All(frames, f => Assert.Equal(("application/x-messagelb-frame", "messagelb.work.g.a"), (f.Properties.ContentType, f.Queue)));
    }

    public static TheoryData<string, MessageProperties, int> Lonely => new()
    {
        { "a worker died with it", new() { Headers = new Dictionary<string, object?> { [HeaderNames.Crashes] = 1 } }, 4 },
        { "it expires", new() { Expiration = "1000" }, 4 },
        { "a table in its headers", new() { Headers = new Dictionary<string, object?> { ["t"] = new Dictionary<string, object?>() } }, 4 },
        { "a list in its headers", new() { Headers = new Dictionary<string, object?> { ["l"] = new List<object?>() } }, 4 },
        { "a rare type in its headers", new() { Headers = new Dictionary<string, object?> { ["f"] = 1f } }, 4 },
        { "it is large", new(), 32_768 },
    };

    [Theory]
    [MemberData(nameof(Lonely))]
    public async Task HandOver_WhatTravelsAlone_IsNotTakenAndChangesNothing(string why, MessageProperties properties, int bytes)
    {
        await using var rig = new FrameRig(FrameRig.Delay);
        var destination = FrameRig.Destination(3);

        Assert.False(rig.HandOver(destination, 9, properties, bytes), why);
        await rig.OccupyAsync(destination);
        await rig.HandOverWaitingAsync(destination, 3);
        Assert.False(rig.HandOver(destination, 9, properties, bytes), why);
        await rig.HandOverWaitingAsync(destination, 4);
        Assert.True(rig.HandOver(destination, 5));

        Assert.Equal(["m3", "m4", "m5"], (await rig.PublishedAsync(3))[2].Ids);
    }

    [Fact]
    public async Task HandOver_DestinationWithoutFrames_IsNotTaken()
    {
        await using var rig = new FrameRig();

        Assert.False(rig.HandOver(FrameRig.Destination(1), 1));
    }

    [Fact]
    public async Task HandOver_NoRoomForOneThatIsUnfitToo_TheFullFrameLeaves()
    {
        await using var rig = new FrameRig(FrameRig.Delay);
        var destination = FrameRig.Destination(8);
        await rig.OccupyAsync(destination);
        for (var i = 3; i <= 6; i++) await rig.HandOverWaitingAsync(destination, i, bytes: 30_000);

        Assert.False(rig.HandOver(destination, 7, new() { Headers = new Dictionary<string, object?> { ["t"] = new List<object?>() } }, bytes: 30_000));

        Assert.Equal(["m3", "m4", "m5", "m6"], (await rig.PublishedAsync(3))[2].Ids);
    }

    [Fact]
    public async Task HandOver_TransportTakesLessThanAFrame_FramesKeepToIt()
    {
        await using var rig = new FrameRig(FrameRig.Delay, largest: 1024);
        var destination = FrameRig.Destination(64);
        await rig.OccupyAsync(destination);

        Assert.False(rig.HandOver(destination, 3, bytes: 1020), "alone it fits, in a frame it does not");
        for (var i = 4; i <= 8; i++) await rig.HandOverWaitingAsync(destination, i, bytes: 300);
        rig.Time.Advance(FrameRig.Delay);

        var frames = (await rig.PublishedAsync(4)).Skip(2).ToList();
        Assert.Equal(["m4", "m5", "m6", "m7", "m8"], frames.SelectMany(f => f.Ids));
        Assert.All(frames, f => Assert.InRange(f.Body.Length, 300, 1024));
    }

    [Fact]
    public async Task HandOver_ManyMessagesWait_SenderLooksOnceForEach()
    {
        const int Messages = 60;
        await using var rig = new FrameRig(FrameRig.Delay);
        var destination = FrameRig.Destination(64);
        await rig.OccupyAsync(destination);
        var before = rig.Looks;

        for (var i = 3; i < 3 + Messages; i++) await rig.HandOverWaitingAsync(destination, i);

        // Once for what was announced, and once for what waited already.
        Assert.InRange(rig.Looks - before, Messages, 2 * Messages);
    }

    [Fact]
    public async Task HandOver_TwoDestinations_DoNotWaitForEachOther()
    {
        await using var rig = new FrameRig(FrameRig.Delay);
        await rig.OccupyAsync(FrameRig.Destination(8));

        Assert.True(rig.HandOver(FrameRig.Destination(8, "b", slot: 5), 3));

        Assert.Equal("messagelb.work.g.b", (await rig.PublishedAsync(3))[2].Queue);
    }

    [Fact]
    public async Task HandOver_SlotIsUsedByAnother_WhatWaitsForTheFirstGoesOnItsWay()
    {
        await using var rig = new FrameRig(FrameRig.Delay);
        var first = FrameRig.Destination(8);
        await rig.OccupyAsync(first);
        await rig.HandOverWaitingAsync(first, 3);

        Assert.True(rig.HandOver(FrameRig.Destination(8, "b"), 4));
        await rig.PublishedAsync(3);
        rig.Time.Advance(FrameRig.Delay);

        Assert.Equal([("messagelb.work.g.b", "m4"), ("messagelb.work.g.a", "m3")], (await rig.PublishedAsync(4)).Skip(2).Select(p => (p.Queue, Assert.Single(p.Ids))));
    }
}
