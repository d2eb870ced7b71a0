using MessageLB.Core.DeadLetters;
using MessageLB.Dispatcher.DeadLetters;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.DeadLetters;

public sealed class DeadLetterOfficeTests
{
    private static readonly DeadLetterFilter Boom = new() { Error = "Boom" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Browse_LettersThatWait_AreSeenInOrderAndStay()
    {
        await using var rig = await OfficeRig.StartAsync("m1", "m2", "m3");
        var seen = new List<DeadLetter>();

        var count = await rig.Office.BrowseAsync(2, 1, seen.Add, Token);

        Assert.Equal(new BrowseCount(3, 2), count);
        Assert.Equal([("m1", 2, 1), ("m2", 2, 1)], seen.Select(l => (l.MessageId!, l.Size, l.Body.Length)));
        Assert.Equal(["m1", "m2", "m3"], await rig.IdsAsync(OfficeRig.Dead));
    }

    [Fact]
    public async Task Browse_MoreThanOneReceiverMayHold_SeesEachOnce()
    {
        await using var rig = await OfficeRig.StartAsync();
        var ids = Enumerable.Range(0, 4100).Select(i => $"m{i}").ToList();
        foreach (var id in ids) await rig.BuryAsync(id, "Boom: x");
        var seen = new List<string>();

        var count = await rig.Office.BrowseAsync(DeadLetterOffice.MostBrowsed, 0, letter => seen.Add(letter.MessageId!), Token);

        Assert.Equal(new BrowseCount(4100, 4100), count);
        Assert.Equal(ids, seen);
        await rig.ReadyInAsync(OfficeRig.Dead, 4100);
    }

    [Fact]
    public async Task Browse_AnEmptyQueue_SeesNothing()
    {
        await using var rig = await OfficeRig.StartAsync();

        Assert.Equal(new BrowseCount(0, 0), await rig.Office.BrowseAsync(10, 0, _ => Assert.Fail("there is none"), Token));
    }

    [Fact]
    public async Task Browse_ALetterThatWasGivenBackTooOften_BecomesANewMessageAtTheEnd()
    {
        await using var rig = await OfficeRig.StartAsync();
        await rig.PublishAsync("worn", ("x-delivery-count", 10L));
        await rig.PublishAsync("fresh", ("x-delivery-count", 9L));

        await rig.Office.BrowseAsync(10, 0, _ => { }, Token);

        var messages = await rig.PeekAsync(OfficeRig.Dead);
        Assert.Equal(["fresh", "worn"], messages.Select(m => m.Properties.MessageId!));
        Assert.False(messages[1].Properties.Headers!.ContainsKey("x-delivery-count"));
        Assert.Equal("worn", messages[1].Text);
    }

    [Fact]
    public async Task Browse_AGroupThatNobodyDeclared_SaysSo()
    {
        await using var rig = await OfficeRig.StartAsync();

        var fault = await Assert.ThrowsAsync<MessageLBException>(() => new DeadLetterOffice(rig.Session, "nobody", rig.Time).BrowseAsync(1, 0, _ => { }, Token));

        Assert.Equal("There is no queue 'messagelb.dead.nobody': no dispatcher has declared the group 'nobody' at this broker.", fault.Message);
    }

    [Fact]
    public async Task Replay_All_ComeToIngressInOrderAsNewMessages()
    {
        await using var rig = await OfficeRig.StartAsync("m1", "m2");

        var end = await rig.ReplayAsync(new ReplayOptions());

        var messages = await rig.PeekAsync(OfficeRig.Ingress);
        Assert.Equal(PassEnd.Complete, end);
        Assert.Equal([("m1", "1", "1"), ("m2", "1", "1")], messages.Select(m => (m.Text, Header(m, HeaderNames.Attempt), Header(m, HeaderNames.Replayed))));
        Assert.Equal((2L, 2L, 2L, 0L), (rig.Tally.Total, rig.Tally.Looked, rig.Tally.Taken, rig.Tally.Kept));
        await rig.ReadyInAsync(OfficeRig.Dead, 0);
    }

    [Fact]
    public async Task Replay_WithAFilter_PutsTheOthersAtTheEndAndLooksAtEachOnce()
    {
        await using var rig = await OfficeRig.StartAsync();
        foreach (var (id, error) in ((string, string)[])[("a", "Boom: x"), ("b", "Json: x"), ("c", "Boom: y"), ("d", "Json: y")]) await rig.BuryAsync(id, error);

        var end = await rig.ReplayAsync(new ReplayOptions { Filter = Boom });

        Assert.Equal(PassEnd.Complete, end);
        Assert.Equal(["a", "c"], await rig.IdsAsync(OfficeRig.Ingress));
        Assert.Equal(["b", "d"], await rig.IdsAsync(OfficeRig.Dead));
        Assert.Equal((4L, 2L, 2L), (rig.Tally.Looked, rig.Tally.Taken, rig.Tally.Kept));
    }

    [Fact]
    public async Task Replay_UpToALimit_EndsWithTheLastOfThem()
    {
        await using var rig = await OfficeRig.StartAsync("m1", "m2", "m3");

        var end = await rig.ReplayAsync(new ReplayOptions { Most = 1 });

        Assert.Equal(PassEnd.Limit, end);
        Assert.Equal(["m1"], await rig.IdsAsync(OfficeRig.Ingress));
        Assert.Equal(["m2", "m3"], await rig.IdsAsync(OfficeRig.Dead));
    }

    [Fact]
    public async Task Replay_AtARate_SendsEachWhenItIsDue()
    {
        await using var rig = await OfficeRig.StartAsync("m1", "m2", "m3");

        var replay = rig.ReplayAsync(new ReplayOptions { PerSecond = 2 });
        await rig.ReadyInAsync(OfficeRig.Ingress, 1);
        await rig.PassesAsync(TimeSpan.FromMilliseconds(499));
        var early = (await rig.IdsAsync(OfficeRig.Ingress)).Count;
        rig.Time.Advance(TimeSpan.FromMilliseconds(2));
        await rig.ReadyInAsync(OfficeRig.Ingress, 2);
        await rig.PassesAsync(TimeSpan.FromMilliseconds(500));
        await replay.WaitAsync(TestTimeouts.Happens, Token);

        Assert.Equal(1, early);
        Assert.Equal(3, rig.Tally.Taken);
    }

    [Fact]
    public async Task Replay_Interrupted_GivesTheRestBackAndGoesOnWhenCalledAgain()
    {
        await using var rig = await OfficeRig.StartAsync("m1", "m2", "m3");
        using var stop = new CancellationTokenSource();

        var replay = rig.ReplayUntilAsync(new ReplayOptions { PerSecond = 1 }, stop.Token);
        await rig.ReadyInAsync(OfficeRig.Ingress, 1);
        await stop.CancelAsync();
        var first = await replay.WaitAsync(TestTimeouts.Happens, Token);
        var left = await rig.IdsAsync(OfficeRig.Dead);
        var second = await rig.ReplayAsync(new ReplayOptions());

        Assert.Equal((PassEnd.Interrupted, PassEnd.Complete), (first, second));
        Assert.Equal(["m2", "m3"], left);
        Assert.Equal(["m1", "m2", "m3"], await rig.IdsAsync(OfficeRig.Ingress));
    }

    [Fact]
    public async Task Replay_ACanaryThatFailsAgain_LeavesTheOthers()
    {
        await using var rig = await OfficeRig.StartAsync("m1", "m2", "m3");
        await rig.FailEverythingAsync();

        var end = await rig.ReplayAsync(new ReplayOptions { Canary = 1, CanaryWait = TimeSpan.FromMinutes(1) }).WaitAsync(TestTimeouts.Happens, Token);

        Assert.Equal((PassEnd.CanaryFailed, 1L, 1L), (end, rig.Tally.Taken, rig.Tally.CameBack));
        Assert.Equal(["m2", "m3", "m1"], await rig.IdsAsync(OfficeRig.Dead));
    }

    [Fact]
    public async Task Replay_ACanaryThatStands_IsFollowedByTheOthersAfterTheWait()
    {
        await using var rig = await OfficeRig.StartAsync("m1", "m2", "m3");

        var replay = rig.ReplayAsync(new ReplayOptions { Canary = 1, CanaryWait = TimeSpan.FromSeconds(10) });
        await rig.ReadyInAsync(OfficeRig.Ingress, 1);
        await rig.PassesAsync(TimeSpan.FromSeconds(9.9));
        var early = await rig.IdsAsync(OfficeRig.Ingress);
        await rig.PassesAsync(TimeSpan.FromSeconds(0.2));
        var end = await replay.WaitAsync(TestTimeouts.Happens, Token);

        Assert.Equal(["m1"], early);
        Assert.Equal((PassEnd.Complete, 3L, 0L), (end, rig.Tally.Taken, rig.Tally.CameBack));
    }

    [Fact]
    public async Task Replay_WhenTooManyFailAgain_Stops()
    {
        await using var rig = await OfficeRig.StartAsync("m1", "m2", "m3", "m4");
        await rig.FailEverythingAsync();

        var replay = rig.ReplayAsync(new ReplayOptions { PerSecond = 1, StopAfter = 2 });
        await rig.CameBackAsync(1);
        await rig.PassesAsync(TimeSpan.FromSeconds(1));
        await rig.CameBackAsync(2);
        await rig.PassesAsync(TimeSpan.FromSeconds(1));
        var end = await replay.WaitAsync(TestTimeouts.Happens, Token);

        Assert.Equal((PassEnd.FailingAgain, 2L), (end, rig.Tally.Taken));
        Assert.Equal(["m3", "m4", "m1", "m2"], await rig.IdsAsync(OfficeRig.Dead));
    }

    [Fact]
    public async Task Replay_ToAnIngressQueueThatIsGone_FailsAndLosesNothing()
    {
        await using var rig = await OfficeRig.StartAsync("m1", "m2");
        await rig.DeleteIngressAsync();

        var fault = await Assert.ThrowsAsync<MessageLBException>(() => rig.ReplayAsync(new ReplayOptions()));

        Assert.Equal("There is no queue 'messagelb.in.orders' to send dead letters to; what was not sent stays where it is.", fault.Message);
        Assert.Equal(["m1", "m2"], await rig.IdsAsync(OfficeRig.Dead));
    }

    [Fact]
    public async Task Replay_TwoAtTheSameTime_SendEachOnce()
    {
        await using var rig = await OfficeRig.StartAsync([.. Enumerable.Range(0, 1200).Select(i => $"m{i}")]);
        var other = new PassTally();

        var both = Task.WhenAll(rig.ReplayAsync(new ReplayOptions()), new DeadLetterOffice(rig.Session, "orders", rig.Time).ReplayAsync(new ReplayOptions(), other, Token));
        await rig.ReadyInAsync(OfficeRig.Ingress, 1200);
        await Eventually.TrueAsync(
            () =>
            {
                rig.Time.Advance(TimeSpan.FromSeconds(1));
                return ValueTask.FromResult(both.IsCompleted);
            },
            "both have ended",
            Token);

        Assert.Equal([PassEnd.Complete, PassEnd.Complete], await both);
        Assert.Equal(1200, rig.Tally.Taken + other.Taken);
        Assert.Equal(1200, (await rig.IdsAsync(OfficeRig.Ingress)).Distinct().Count());
    }

    [Fact]
    public async Task Purge_WithAFilter_DeletesOnlyThose()
    {
        await using var rig = await OfficeRig.StartAsync();
        foreach (var (id, error) in ((string, string)[])[("a", "Boom: x"), ("b", "Json: x"), ("c", "Boom: y")]) await rig.BuryAsync(id, error);

        var end = await rig.Office.PurgeAsync(Boom, rig.Tally, Token);

        Assert.Equal((PassEnd.Complete, 2L, 1L), (end, rig.Tally.Taken, rig.Tally.Kept));
        Assert.Equal(["b"], await rig.IdsAsync(OfficeRig.Dead));
        Assert.Empty(await rig.IdsAsync(OfficeRig.Ingress));
    }

    private static string? Header(ReceivedMessage message, string name) => HeaderValues.GetText(message.Properties.Headers, name);
}
