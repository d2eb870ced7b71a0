using MessageLB.Core.Configuration;
using MessageLB.Frames;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>What waits in frames at a lost destination.</summary>
public sealed class FrameRescueTests
{
    private const int Messages = 40;

    [Fact]
    public async Task LostWorker_FramesInItsQueue_AreRescuedMessageByMessage()
    {
        await using var rig = await RescueRig.StartAsync(GroupConfig.Default with { FrameDelay = TimeSpan.FromSeconds(1) });
        var (a, ids) = await HandOverInFramesAsync(rig);
        Assert.Equal(Messages, rig.Destination("a").Credit.InFlight);
        var b = await rig.JoinAsync("b", window: Messages);

        await a.DieAsync();

        Assert.Equal(ids, await b.IdsAsync(Messages));
        Assert.All(b.Received, m => Assert.Equal(("b", "1", "body"), (HeaderValues.GetText(m.Properties.Headers, HeaderNames.Destination), HeaderValues.GetText(m.Properties.Headers, HeaderNames.Attempt), m.Text)));
        await RescueRig.TrueAsync(() => rig.Group.Counters.Rescued == Messages, "all count as rescued");
        await RescueRig.TrueAsync(() => rig.Destination("a").Credit.InFlight == 0, "the credit of all is back");
        Assert.Equal(Messages, rig.Destination("b").Credit.InFlight);
        await rig.PassUntilAsync("a", ready: 0, consumers: 0);
    }

    [Fact]
    public async Task LostWorker_OthersHaveLessRoomThanAFrameHasMessages_AllArriveInTheirTime()
    {
        await using var rig = await RescueRig.StartAsync(GroupConfig.Default with { FrameDelay = TimeSpan.FromSeconds(1) });
        var (a, ids) = await HandOverInFramesAsync(rig);
        var b = await rig.JoinAsync("b", window: 3);

        await a.DieAsync();
        for (var done = 0; done < Messages; done++)
        {
            await b.IdsAsync(done + 1);
            await b.DoneAsync(1);
        }

        Assert.Equal(ids, b.Ids);
        await rig.PassUntilAsync("a", ready: 0, consumers: 0);
    }

    [Fact]
    public async Task LostWorker_DispatcherLosesItsSessionMeanwhile_NothingIsLost()
    {
        await using var rig = await RescueRig.StartAsync(GroupConfig.Default with { FrameDelay = TimeSpan.FromSeconds(1) });
        var (a, ids) = await HandOverInFramesAsync(rig);
        var b = await rig.JoinAsync("b", window: 3);
        await a.DieAsync();
        await b.IdsAsync(3);

        await rig.LoseSessionAsync();
        while (ids.Except(b.Ids).Any())
        {
            var deliveries = b.Deliveries;
            await b.DoneAsync(deliveries - b.Done);
            await rig.PassUntilAsync(b, deliveries + 1);
        }

        // The frame of which a part had been handed over came again as a whole.
        Assert.Equal(ids, b.Ids.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>A worker that takes frames, and so many messages in its queue, in frames but for the first.</summary>
    private static async Task<(FakeWorker Worker, IReadOnlyList<string> Ids)> HandOverInFramesAsync(RescueRig rig)
    {
        var a = await rig.JoinAsync("a", window: 1);
        (a.FrameMax, a.MessageMs) = (64, 0.01);
        await rig.PublishAsync("first");
        await a.IdsAsync(1);
        await a.DoneAsync(1);
        rig.Pass(TimeSpan.FromMilliseconds(100));
        a.Report(1, WorkerState.Draining);
        string[] ids = [.. Enumerable.Range(0, Messages).Select(i => $"m{i:00}")];
        await rig.PublishAsync(ids);
        // Confirms wait, and with them all but the first two of what is handed over now.
        rig.Transport.BlockedReason = "memory";
        a.Report(Messages);
        rig.Pass(TimeSpan.FromMilliseconds(100));
        await RescueRig.TrueAsync(() => rig.Destination("a").Credit.InFlight == Messages, "all are handed over");
        rig.Transport.BlockedReason = null;
        await RescueRig.TrueAsync(() => Waiting(a).SequenceEqual(ids), "all are at the worker");
        Assert.Contains(a.Received, m => FrameFormat.IsFrame(m.Properties));
        return (a, ids);
    }

    private static IEnumerable<string> Waiting(FakeWorker worker)
    {
        var (reader, properties) = (new FrameReader(), new MessageProperties());
        foreach (var delivery in worker.Received.Skip(1))
        {
            if (!FrameFormat.IsFrame(delivery.Properties) || !reader.TryOpen(delivery.Body))
            {
                yield return delivery.Properties.MessageId!;
                continue;
            }

            while (reader.TryRead(properties, out _)) yield return properties.MessageId!;
        }
    }
}
