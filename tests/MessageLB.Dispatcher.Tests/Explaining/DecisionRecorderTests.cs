using System.Text;
using MessageLB.Core.Configuration;
using MessageLB.Core.Explaining;
using MessageLB.Core.Routing;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Explaining;

public sealed class DecisionRecorderTests
{
    private static readonly GroupConfig OneAtATime = GroupConfig.Default with { Window = WindowConfig.Fixed(1) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pick_NobodyAsks_AllocatesNothing(bool withHeaders)
    {
        using var rig = new DecisionRig().With("a", 5).With("b", 10);
        var properties = new MessageProperties { MessageId = "m" };
        if (withHeaders) properties.Headers = new Dictionary<string, object?> { ["region"] = "north"u8.ToArray() };
        PickAndReturn(rig, properties, 500);

        Assert.Equal(0, Allocations.InSteadyState(() => PickAndReturn(rig, properties, 500)));
        Assert.Empty(rig.Debug.Find("m"));
    }

    [Fact]
    public void Pick_DebugHeader_IsKeptAsOfBeforeThePick()
    {
        using var rig = new DecisionRig(GroupConfig.Default with { Window = WindowConfig.Fixed(12) }).With("a", 5).With("b", 10);

        rig.Pick(DecisionRig.Debugged("m-1"));

        var explained = Assert.Single(rig.Debug.Find("m-1"));
        Assert.Equal(("orders", "m-1", "order.new", "response_time", "a"), (explained.Group, explained.MessageId, explained.RoutingKey, explained.Policy, explained.Winner));
        Assert.Equal(
            [
                new ExplainedCandidate("a", 0.005 / 100, 0, 12, 100, 4, TimeSpan.FromMilliseconds(5), true, TimeSpan.FromMilliseconds(5)),
                new ExplainedCandidate("b", 0.01 / 100, 0, 12, 100, 4, TimeSpan.FromMilliseconds(10), true, TimeSpan.FromMilliseconds(10)),
            ],
            explained.Candidates);
        Assert.Equal((rig.Time.GetUtcNow(), null), (explained.Time, explained.Held));
        Assert.Equal(1, rig.Destination("a").Credit.InFlight);
    }

    [Fact]
    public void Pick_DebugHeaderAsBytes_IsKept()
    {
        using var rig = new DecisionRig().With("a");

        rig.Pick(DecisionRig.Debugged("m-1", Encoding.UTF8.GetBytes("1")));

        Assert.Single(rig.Debug.Find("m-1"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("true")]
    [InlineData("")]
    public void Pick_DebugHeaderOtherThanOne_IsNotKept(string value)
    {
        using var rig = new DecisionRig().With("a");

        Assert.NotNull(rig.Pick(DecisionRig.Debugged("m-1", value)));

        Assert.Empty(rig.Debug.Find("m-1"));
    }

    [Fact]
    public void Pick_DebugHeaderWithoutMessageId_IsRoutedAndNotKept()
    {
        using var rig = new DecisionRig().With("a");

        Assert.NotNull(rig.Pick(DecisionRig.Debugged(null)));
    }

    [Fact]
    public void Pick_Held_IsExplainedWhenItBeginsAndAgainWhenItEnds()
    {
        using var rig = new DecisionRig(OneAtATime).With("a", 5).With("b", 10);
        PickTwo(rig);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        var since = rig.Time.GetTimestamp();

        Assert.Null(rig.Pick(DecisionRig.Debugged("m-1")));
        var held = Assert.Single(rig.Debug.Find("m-1"));
        rig.Time.Advance(TimeSpan.FromMilliseconds(1200));
        Assert.Null(rig.Pick(DecisionRig.Debugged("m-1"), since));
        Assert.Same(held, Assert.Single(rig.Debug.Find("m-1")));
        rig.Destination("b").Credit.Return(1);
        Assert.NotNull(rig.Pick(DecisionRig.Debugged("m-1"), since));

        Assert.Equal((null, "nobody who is ready has credit, so it is held", null), (held.Winner, held.Because, held.Held));
        Assert.Equal(["1 of 1 in flight", "1 of 1 in flight"], held.Excluded.Select(e => e.Reason));
        var explained = Assert.Single(rig.Debug.Find("m-1"));
        Assert.Equal(("b", "it is the only one with credit", TimeSpan.FromMilliseconds(1200)), (explained.Winner, explained.Because, explained.Held));
    }

    [Fact]
    public void Pick_SameMessageAgain_KeepsBothDecisions()
    {
        using var rig = new DecisionRig(OneAtATime).With("a", 5).With("b", 10);

        rig.Pick(DecisionRig.Debugged("m-1"));
        rig.Pick(DecisionRig.Debugged("m-1"));

        Assert.Equal(["a", "b"], rig.Debug.Find("m-1").Select(e => e.Winner));
    }

    [Fact]
    public void Pick_BurstOfDebugMessages_ExplainsAThousandAndRoutesTheRest()
    {
        using var rig = new DecisionRig().With("a");
        for (var i = 0; i < 1010; i++)
        {
            Assert.NotNull(rig.Pick(DecisionRig.Debugged($"m-{i}")));
            rig.Destination("a").Credit.Return(1);
        }

        Assert.Equal(1000, Enumerable.Range(0, 1010).Count(i => rig.Debug.Find($"m-{i}").Count == 1));
        rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        rig.Pick(DecisionRig.Debugged("later"));
        Assert.Single(rig.Debug.Find("later"));
    }

    [Fact]
    public async Task Pick_Watched_GivesWhatFollowsAndEndsWhenThereIsEnough()
    {
        using var rig = new DecisionRig().With("a", 5).With("b", 10);
        PickAndReturn(rig, new MessageProperties { MessageId = "before" }, 1);
        var sample = rig.Group.Samples.TakeAsync(2, TimeSpan.FromSeconds(5), Token);

        foreach (var id in (string[])["m-1", "m-2", "m-3"])
        {
            PickAndReturn(rig, new MessageProperties { MessageId = id }, 1);
            rig.Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        Assert.Equal(["m-1", "m-2"], (await sample)!.Select(e => e.MessageId));
        Assert.False(rig.Group.Samples.IsWatched);
    }

    [Fact]
    public async Task Pick_WatchedAndBusy_ExplainsAtMostAHundredASecond()
    {
        using var rig = new DecisionRig().With("a");
        var sample = rig.Group.Samples.TakeAsync(1000, TimeSpan.FromSeconds(1), Token);

        for (var i = 0; i < 100; i++)
        {
            PickAndReturn(rig, new MessageProperties(), 10);
            rig.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange((await sample)!.Count, 99, 101);
    }

    [Fact]
    public async Task Pick_WatchedWhileTimeStandsStill_ExplainsOne()
    {
        using var rig = new DecisionRig().With("a");
        var sample = rig.Group.Samples.TakeAsync(100, TimeSpan.FromSeconds(1), Token);

        PickAndReturn(rig, new MessageProperties(), 1000);
        rig.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Single((await sample)!);
    }

    [Fact]
    public async Task Pick_WatchedAndHeld_TellsThatItIsHeldOnce()
    {
        using var rig = new DecisionRig(OneAtATime).With("a").With("b");
        PickTwo(rig);
        var sample = rig.Group.Samples.TakeAsync(10, TimeSpan.FromSeconds(1), Token);

        rig.Pick(new MessageProperties { MessageId = "m-1" });
        for (var i = 0; i < 5; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(100));
            rig.Pick(new MessageProperties { MessageId = "m-1" }, heldSince: 1);
        }

        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([("m-1", null)], (await sample)!.Select(e => (e.MessageId, e.Winner)));
    }

    [Fact]
    public void Pick_PolicyCannotBeAskedForItsScore_RoutesAndLogsOnce()
    {
        var policies = new RoutingPolicyRegistry([new("sulky", static _ => new SulkyPolicy())]);
        using var rig = new DecisionRig(GroupConfig.Default with { Algorithm = "sulky" }, policies).With("a").With("b");

        Assert.NotNull(rig.Pick(DecisionRig.Debugged("m-1")));
        Assert.NotNull(rig.Pick(DecisionRig.Debugged("m-2")));

        Assert.Empty(rig.Debug.Find("m-1"));
        Assert.Equal("A decision of policy sulky in group orders cannot be explained: no score today The message is routed all the same", Assert.Single(rig.Logs.Of(2070)).Text);
    }

    private static void PickTwo(DecisionRig rig)
    {
        Assert.NotNull(rig.Pick(new MessageProperties()));
        Assert.NotNull(rig.Pick(new MessageProperties()));
    }

    private static void PickAndReturn(DecisionRig rig, MessageProperties properties, int count)
    {
        for (var i = 0; i < count; i++) rig.Pick(properties)!.Credit.Return(1);
    }
}
