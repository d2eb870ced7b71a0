using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>Level 0: a listed destination that sends no heartbeats is judged by its queue.</summary>
public sealed class QueueLevelTests
{
    private readonly GroupRig _rig = GroupRig.Listed(new DestinationConfig { Name = "a" });

    public static TheoryData<QueueDepth?, DestinationCondition, string?> Looks => new()
    {
        { new QueueDepth(0, 1), DestinationCondition.Ready, null },
        { new QueueDepth(5, 3), DestinationCondition.Ready, null },
        { new QueueDepth(5, 0), DestinationCondition.Lost, "its queue has no consumer" },
        { null, DestinationCondition.Lost, "its queue does not exist" },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public void OnQueueSeen_Depth_DecidesTheCondition(QueueDepth? depth, DestinationCondition condition, string? reason)
    {
        _rig.Look("a", depth);

        Assert.Equal((condition, reason), _rig.Condition("a"));
        Assert.Equal(condition == DestinationCondition.Ready, _rig.Eligible.Contains("a"));
        Assert.True(_rig.View("a").IsQueueLevel);
        Assert.Equal(depth?.Consumers ?? 0, _rig.View("a").Alive);
    }

    [Fact]
    public void OnQueueSeen_ConsumerGone_TakesItOut()
    {
        _rig.Look("a", new QueueDepth(0, 1));
        _rig.TakeEvents();

        _rig.Pass(1);
        _rig.Look("a", new QueueDepth(0, 0));

        Assert.Equal([new GroupEvent("orders", "a", DestinationCondition.Ready, DestinationCondition.Lost, "its queue has no consumer")], _rig.TakeEvents());
        Assert.Empty(_rig.Eligible);
        Assert.Equal(TimeSpan.FromSeconds(1), _rig.View("a").SinceSeen);
    }

    [Fact]
    public void OnQueueSeen_ReadyMessages_AreWhatIsInFlight()
    {
        _rig.Look("a", new QueueDepth(0, 1));
        Assert.Equal(64, _rig.Credit("a").Limit);
        _rig.Take("a", 10);
        var before = _rig.Credit("a").Taken;
        _rig.Take("a", 2);

        _rig.Look("a", new QueueDepth(4, 1), before);

        Assert.Equal(6, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnQueueSeen_BacklogFromElsewhere_LeavesNoCredit()
    {
        _rig.Look("a", new QueueDepth(3_000_000_000, 1));

        Assert.Equal((int.MaxValue, false), (_rig.Credit("a").InFlight, _rig.Credit("a").HasCredit));
        _rig.Look("a", new QueueDepth(63, 1));
        Assert.True(_rig.Credit("a").TryTake());
        Assert.False(_rig.Credit("a").TryTake());
    }

    [Fact]
    public void OnQueueSeen_QueueMissing_LeavesTheBooksAlone()
    {
        _rig.Look("a", new QueueDepth(0, 1));
        _rig.Take("a", 3);

        _rig.Look("a", null);

        Assert.Equal(3, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void WantingLook_NeverLookedAt_IsWanted() => Assert.True(_rig.WantsLook("a"));

    [Fact]
    public void WantingLook_LittleInFlight_OncePerSecond()
    {
        _rig.Look("a", new QueueDepth(31, 1));

        _rig.Pass(0.999);
        Assert.False(_rig.WantsLook("a"));
        _rig.Pass(0.001);
        Assert.True(_rig.WantsLook("a"));
    }

    [Fact]
    public void WantingLook_HalfTheWindowInFlight_AtEveryChance()
    {
        _rig.Look("a", new QueueDepth(31, 1));
        Assert.False(_rig.WantsLook("a"));

        _rig.Take("a", 1);

        Assert.True(_rig.WantsLook("a"));
    }

    [Fact]
    public void WantingLook_HugeBacklog_DoesNotOverflow()
    {
        _rig.Look("a", new QueueDepth(2_000_000_000, 1));

        Assert.True(_rig.WantsLook("a"));
    }

    [Fact]
    public void OnHeartbeat_Listed_RaisesTheLevel()
    {
        _rig.Look("a", new QueueDepth(0, 0));
        Assert.Equal(DestinationCondition.Lost, _rig.View("a").Condition);

        _rig.Beat("a", h => h with { Concurrency = 3 });

        Assert.Equal((DestinationCondition.Ready, false, 1), (_rig.View("a").Condition, _rig.View("a").IsQueueLevel, _rig.View("a").Alive));
        Assert.Equal(3, _rig.Destination("a").Concurrency);
        _rig.Look("a", new QueueDepth(0, 0));
        Assert.Equal(DestinationCondition.Ready, _rig.View("a").Condition);
    }

    [Fact]
    public void Tick_ListedWhoseInstancesAreForgotten_IsJudgedByItsQueueFromScratch()
    {
        _rig.Look("a", new QueueDepth(0, 1));
        _rig.Beat("a");
        _rig.EndPresence("a", PresenceEnd.Left);

        _rig.Pass(GroupUpdater.ForgetAfter);
        _rig.Tick();
        Assert.Equal((DestinationCondition.Left, false), (_rig.View("a").Condition, _rig.View("a").IsQueueLevel));
        _rig.Pass(TimeSpan.FromTicks(1));
        _rig.Tick();

        Assert.Equal((DestinationCondition.Unknown, "its queue was not looked at yet"), _rig.Condition("a"));
        Assert.True(_rig.View("a").IsQueueLevel);
        Assert.True(_rig.WantsLook("a"));
    }
}
