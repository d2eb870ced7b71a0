using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using MessageLB.Core.Distribution;
using MessageLB.Core.Groups;
using MessageLB.Core.Performance;
using Xunit;

namespace MessageLB.Core.Tests.Alerts;

public sealed class AlertConditionsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly GroupConfig Watched = GroupConfig.Default with { Name = "orders", HealthMonitoring = new HealthMonitoringConfig { Alerting = true } };

    private readonly AlertConditions _conditions = new();
    private TimeSpan _now;

    [Fact]
    public void Look_EverythingIsWell_IsNothing() => Assert.Empty(Look(new GroupFacts { Config = Watched, Tier = 0, Destinations = [Ready("a")] }));

    [Fact]
    public void Look_NobodyAsksForAlerts_IsNothing()
    {
        var quiet = new GroupFacts { Config = GroupConfig.Default, Nobody = "messages wait at ingress", Fault = "broken" };

        Assert.Empty(_conditions.Look(new DispatcherFacts { Broker = "amqp://b", BrokerFault = "refused", Groups = [quiet] }, Limits(), _now));
    }

    [Fact]
    public void Look_OfTheDispatcher_TellsEachWithItsReason()
    {
        var facts = new DispatcherFacts { Broker = "amqp://b:5672/", BrokerFault = "refused.", BrokerBlocked = "low on memory", IsDeaf = true, ReloadError = "line 3", Groups = [new GroupFacts { Config = Watched, Tier = 0 }] };

        var seen = _conditions.Look(facts, Limits(), _now);

        Assert.Equal(["MessageLBBrokerUnreachable", "MessageLBBrokerBlocked", "MessageLBDispatcherDeaf", "MessageLBConfigReloadFailed"], seen.Select(s => s.Rule.Name));
        Assert.Equal("No contact with amqp://b:5672/: refused.", seen[0].Description);
        Assert.Equal("amqp://b:5672/ says: low on memory. Messages wait at ingress.", seen[1].Description);
        Assert.Equal("The former configuration stays in force. line 3", seen[3].Description);
    }

    [Fact]
    public void Look_OnlyThresholdsAreWatched_TellsOfTheBrokerToo()
    {
        var group = GroupConfig.Default with { PerformanceMonitoring = new PerformanceMonitoringConfig { Enabled = true, Alerting = true } };
        var facts = new DispatcherFacts { Broker = "b", BrokerFault = "refused.", Groups = [new GroupFacts { Config = group, Fault = "of health" }] };

        Assert.Equal([AlertRules.BrokerUnreachable], _conditions.Look(facts, Limits(), _now).Select(s => s.Rule));
    }

    [Fact]
    public void Look_Disabled_IsLeftOut()
    {
        var facts = new DispatcherFacts { Broker = "b", IsDeaf = true, ReloadError = "x", Groups = [new GroupFacts { Config = Watched, Tier = 0 }] };

        Assert.Equal([AlertRules.ConfigReloadFailed], _conditions.Look(facts, Limits() with { Disabled = ["messagelbdispatcherdeaf"] }, _now).Select(s => s.Rule));
    }

    [Fact]
    public void Look_NobodyIsLeft_SaysWhatBecomesOfMessages()
    {
        var seen = Assert.Single(Look(new GroupFacts { Config = Watched, Nobody = "messages wait at ingress", Destinations = [Ready("a") with { Condition = DestinationCondition.Left }] }));

        Assert.Equal((AlertRules.NoHealthyDestination, "Its destination is not available; messages wait at ingress."), (seen.Rule, seen.Description));
    }

    [Theory]
    [InlineData(DestinationCondition.Lost, true)]
    [InlineData(DestinationCondition.Hung, true)]
    [InlineData(DestinationCondition.Ejected, true)]
    [InlineData(DestinationCondition.Failed, true)]
    [InlineData(DestinationCondition.Suspended, true)]
    [InlineData(DestinationCondition.Left, false)]
    [InlineData(DestinationCondition.Maintenance, false)]
    [InlineData(DestinationCondition.Draining, false)]
    [InlineData(DestinationCondition.Starting, false)]
    [InlineData(DestinationCondition.Unknown, false)]
    [InlineData(DestinationCondition.Degraded, false)]
    [InlineData(DestinationCondition.Probing, false)]
    public void Look_Condition_IsDownOrNot(DestinationCondition condition, bool isDown)
    {
        var seen = Look(new GroupFacts { Config = Watched, Tier = 0, Destinations = [Ready("a") with { Condition = condition, Reason = "why", SinceSeen = TimeSpan.FromSeconds(4.26) }] });

        Assert.Equal(isDown ? [$"It is {condition.ToString().ToLowerInvariant()}: why; last sign of life 4.3 s ago."] : [], seen.Select(s => s.Description));
    }

    [Fact]
    public void Look_HeartbeatIsOverdue_IsLateOnlyForThatReason()
    {
        var late = Ready("a") with { Condition = DestinationCondition.Degraded, Reason = "a heartbeat is overdue" };

        Assert.Equal([AlertRules.HeartbeatLate], Look(new GroupFacts { Config = Watched, Tier = 0, Destinations = [late] }).Select(s => s.Rule));
        Assert.Empty(Look(new GroupFacts { Config = Watched, Tier = 0, Destinations = [late with { Reason = "needed all the same" }] }));
    }

    [Fact]
    public void Look_LowerTierCarries_NamesWhoIsMissing()
    {
        var group = new GroupFacts { Config = Watched, Tier = 1, Destinations = [Ready("a") with { Condition = DestinationCondition.Lost }, Ready("b") with { Tier = 1 }] };

        var seen = Assert.Single(Look(group), s => s.Rule == AlertRules.RunningOnBackup);
        Assert.Equal("Tier 1 carries in place of tier 0: a lost.", seen.Description);
        Assert.DoesNotContain(Look(group with { IsLearning = true }), s => s.Rule == AlertRules.RunningOnBackup);
        // Where all are in tier 1 there is no better one.
        Assert.Empty(Look(new GroupFacts { Config = Watched, Tier = 1, Destinations = [Ready("b") with { Tier = 1 }] }));
    }

    [Theory]
    [InlineData(600, 10.0, false)]
    [InlineData(601, 10.0, true)]
    [InlineData(1, 0.0, true)]
    [InlineData(0, 0.0, false)]
    public void Look_WaitingMessages_AreJudgedByThePaceOfTheLastMinute(long waiting, double pace, bool isHigh)
    {
        var group = new GroupFacts { Config = Watched, Tier = 0, Waiting = waiting, Performance = Performance(Minute, Minute, (long)(pace * 60), 0) };

        Assert.Equal(isHigh, Look(group).Any(s => s.Rule == AlertRules.QueueAgeHigh));
    }

    [Fact]
    public void Look_WaitingMessagesJustAfterTheStart_AreNotJudgedYet() =>
        Assert.Empty(Look(new GroupFacts { Config = Watched, Tier = 0, Waiting = 1000, Performance = Performance(Minute, TimeSpan.FromSeconds(49), 0, 0) }));

    [Fact]
    public void Look_DeadLetters_CountOnlyThoseOfTheLastFiveMinutes()
    {
        Assert.Empty(LookAfter(0, Dead(1000)));
        Assert.Empty(LookAfter(60, Dead(1009)));
        var seen = Assert.Single(LookAfter(60, Dead(1010)));
        Assert.Equal((10.0, 10.0), (seen.Value, seen.Limit));
        Assert.Single(LookAfter(179, Dead(1010)));
        // The nine are more than five minutes old.
        Assert.Empty(LookAfter(70, Dead(1010)));
    }

    [Fact]
    public void Look_ThreeTimesDownInTenMinutes_ComesAndGoes()
    {
        Assert.Empty(LookAfter(0, Down(5)));
        Assert.Empty(LookAfter(1, Down(7)));
        var seen = Assert.Single(LookAfter(1, Down(8)));
        Assert.Equal("It went down 3 times or more in 10 min; now it is ready.", seen.Description);
        Assert.Single(LookAfter(598, Down(8)));
        Assert.Empty(LookAfter(1, Down(8)));
    }

    [Fact]
    public void Look_ManyFailuresWithoutAThreshold_AreJudgedByAFifth()
    {
        Assert.Empty(Look(new GroupFacts { Config = Watched, Tier = 0, Performance = Performance(Minute, Minute, 80, 20) }));
        var seen = Assert.Single(Look(new GroupFacts { Config = Watched, Tier = 0, Performance = Performance(Minute, Minute, 79, 21) }));

        Assert.Equal((AlertRules.ErrorRateHigh, "21% of 100 messages failed in 1 min, more than 20%."), (seen.Rule, seen.Description));
    }

    [Fact]
    public void Look_AnotherShareThanExpected_SaysWhoGotWhat()
    {
        var seen = Assert.Single(Look(new GroupFacts { Config = Watched, Tier = 0, Distribution = Distribution(isSkewed: true) }));

        Assert.Equal((AlertRules.DistributionSkewed, "Of 1,000 messages in 5 min a got 61.2% where 50% is expected; more than chance would bring about.", 0.112), (seen.Rule, seen.Description, seen.Value));
        Assert.Empty(Look(new GroupFacts { Config = Watched, Tier = 0, Distribution = Distribution(isSkewed: false) }));
        Assert.Empty(Look(new GroupFacts { Config = Watched, Tier = 0, IsLearning = true, Distribution = Distribution(isSkewed: true) }));
    }

    private static GroupDistribution Distribution(bool isSkewed)
    {
        var five = TimeSpan.FromMinutes(5);
        DestinationShare[] shares = [new("a", 612, 0.612, 0.612, 0.5, new ShareBand(0.56, 0.66), isSkewed), new("b", 388, 0.388, 0.388, 0.5, null, IsSkewed: false)];
        return new GroupDistribution("orders", "round_robin", ShareBasis.Equal, [new WindowDistribution(five, five, 1000, 1000, 0.95, 0.112, [], 0, null, shares)]);
    }

    private static AlertLimits Limits() => new(Minute, 10, []);

    private static DestinationFacts Ready(string name) => new(name, DestinationCondition.Ready, null, 0, IsQueueLevel: false, Downs: 0);

    private static GroupFacts Dead(long letters) => new() { Config = Watched, Tier = 0, DeadLetters = letters };

    private static GroupFacts Down(long times) => new() { Config = Watched, Tier = 0, Destinations = [Ready("a") with { Downs = times }] };

    private static GroupPerformance Performance(TimeSpan length, TimeSpan over, long done, long failed) =>
        new("orders", [PerformanceThresholdTests.Window(length, over, new PerformanceCounters(done + failed, done, failed, 0, over.TotalSeconds))], []);

    private IReadOnlyList<AlertObservation> LookAfter(double seconds, GroupFacts group)
    {
        _now += TimeSpan.FromSeconds(seconds);
        return Look(group);
    }

    private IReadOnlyList<AlertObservation> Look(GroupFacts group) => _conditions.Look(new DispatcherFacts { Broker = "embedded", Groups = [group] }, Limits(), _now);
}
