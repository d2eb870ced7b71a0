using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Performance;
using Xunit;

namespace MessageLB.Core.Tests.Alerts;

/// <summary>The thresholds of <c>performance_monitoring</c>, with the figures of the kOS specification.</summary>
public sealed class PerformanceThresholdTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly PerformanceMonitoringConfig Monitoring = new()
    {
        Enabled = true,
        Alerting = true,
        Thresholds = new PerformanceThresholdsConfig { ResponseTime = TimeSpan.FromMilliseconds(100), Throughput = 1000, ErrorRate = 0.01, Availability = 0.999 },
    };

    [Fact]
    public void ResponseTime_LongerThanTheThreshold_TellsGroupAndDestinationWithFigures()
    {
        var seen = Look(Group(Minute, Counted(60_000, 0, seconds: 0.1206)), "b", Minute, Counted(30_000, 0, seconds: 0.2));

        Assert.Equal([(AlertRules.ResponseTimeHigh, ""), (AlertRules.ResponseTimeHigh, "b")], seen.Select(s => (s.Rule, s.Destination)));
        Assert.Equal(("Messages take too long in group orders", "A message took 120.6 ms on average in 1 min, longer than 100 ms."), (seen[0].Summary, seen[0].Description));
        Assert.Equal((0.1, "Messages take too long at destination orders/b"), (seen[1].Limit, seen[1].Summary));
        Assert.Equal(0.2, seen[1].Value!.Value, 9);
    }

    [Fact]
    public void ResponseTime_AtTheThreshold_IsNothing() => Assert.Empty(Look(Group(Minute, new PerformanceCounters(60_000, 60_000, 0, 6000, 60))));

    [Theory]
    [InlineData(ResponseTimeMeasure.Mean, 0.11, "A message took 110 ms on average in 1 min, longer than 100 ms.")]
    [InlineData(ResponseTimeMeasure.P50, 0.15, "Half of the messages took 150 ms or longer in 1 min, more than 100 ms.")]
    [InlineData(ResponseTimeMeasure.P95, 0.25, "One message in 20 took 250 ms or longer in 1 min, more than 100 ms.")]
    [InlineData(ResponseTimeMeasure.P99, 0.8, "One message in 100 took 800 ms or longer in 1 min, more than 100 ms.")]
    public void ResponseTime_ByAnyMeasure_IsThatOfTheTimesTold(ResponseTimeMeasure measure, double value, string words)
    {
        var seen = Assert.Single(Look([Told(messages: 60_000, 0.15, 0.25, 0.8)], monitoring: By(measure)));

        Assert.Equal((AlertRules.ResponseTimeHigh, value, words), (seen.Rule, Math.Round(seen.Value!.Value, 9), seen.Description));
    }

    [Fact]
    public void ResponseTime_ByPercentile_SlowMessagesBeyondItAreNothing() => Assert.Empty(Look([Told(messages: 60_000, 0.01, 0.09, 0.8)], monitoring: By(ResponseTimeMeasure.P95)));

    [Theory]
    [InlineData(ResponseTimeMeasure.P50, 9)]
    [InlineData(ResponseTimeMeasure.P95, 19)]
    [InlineData(ResponseTimeMeasure.P99, 99)]
    public void ResponseTime_ByPercentileOfTooFewMessages_IsJudgedByFiveMinutes(ResponseTimeMeasure measure, long few)
    {
        var (minute, five) = (Told(few, 0.5, 0.5, 0.5), Told(few + 1, 0.4, 0.4, 0.4) with { Window = TimeSpan.FromMinutes(5) });

        Assert.Empty(Look([minute], monitoring: By(measure)));
        Assert.EndsWith("took 400 ms or longer in 5 min, more than 100 ms.", Assert.Single(Look([minute, five], monitoring: By(measure))).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void ResponseTime_ByPercentileThatNobodyTells_IsTheMean()
    {
        var seen = Assert.Single(Look(Group(Minute, Counted(60_000, 0, seconds: 0.2)), monitoring: By(ResponseTimeMeasure.P99)));

        Assert.Equal("A message took 200 ms on average in 1 min, longer than 100 ms.", seen.Description);
    }

    [Fact]
    public void ErrorRate_AboveTheThreshold_Tells()
    {
        Assert.Empty(Look(Group(Minute, Counted(59_400, 600))));
        var seen = Assert.Single(Look(Group(Minute, Counted(59_399, 601))));
        Assert.Equal((AlertRules.ErrorRateHigh, "1% of 60,000 messages failed in 1 min, more than 1%."), (seen.Rule, seen.Description));
    }

    [Fact]
    public void ErrorRate_FewResultsInTheMinute_IsJudgedByFiveMinutes()
    {
        var five = Window(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), Counted(5, 5));
        var noThroughput = Monitoring with { Metrics = [PerformanceMetric.ErrorRate] };

        var seen = Assert.Single(Look([Window(Minute, Minute, Counted(0, 9)), five], monitoring: noThroughput));
        Assert.Equal("50% of 10 messages failed in 5 min, more than 1%.", seen.Description);
        Assert.Empty(Look([Window(Minute, Minute, Counted(0, 9)), Window(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), Counted(0, 9))], monitoring: noThroughput));
    }

    [Theory]
    [InlineData(60, 60_000, false)]
    [InlineData(60, 59_999, true)]
    [InlineData(49, 0, false)]
    [InlineData(50, 0, true)]
    public void Throughput_LowOverAMinute_TellsTheGroupOnly(int over, long done, bool isLow)
    {
        var window = Window(Minute, TimeSpan.FromSeconds(over), Counted(done, 0));

        var seen = Look([window], "a", window);

        Assert.Equal(isLow ? [(AlertRules.ThroughputLow, "")] : [], seen.Select(s => (s.Rule, s.Destination)));
    }

    [Theory]
    [InlineData(3600, 3.6, false)]
    [InlineData(3600, 3.7, true)]
    [InlineData(20, 3, false)]
    [InlineData(20, 4, true)]
    public void Availability_AwayForLongerThanTheHourGrants_Tells(double over, double away, bool isLow)
    {
        var window = Window(Hour, TimeSpan.FromSeconds(over), new PerformanceCounters(0, 0, 0, 0, over - away));

        Assert.Equal(isLow ? [AlertRules.AvailabilityLow] : [], Look([window]).Select(s => s.Rule));
    }

    [Fact]
    public void Availability_Low_SaysHowLongAndWhatIsGranted()
    {
        var seen = Assert.Single(Look([Window(Hour, Hour, new PerformanceCounters(0, 0, 0, 0, 3564))]));

        Assert.Equal(("Availability in group orders is low", "It could take no messages for 36 s of the last hour, longer than the 3.6 s that 99.9% grants."), (seen.Summary, seen.Description));
        Assert.Equal(0.99, seen.Value!.Value, 9);
    }

    [Fact]
    public void Availability_OfWhoIsAwayOnPurpose_IsNotJudged()
    {
        var away = Window(Hour, Hour, new PerformanceCounters(0, 0, 0, 0, 0));

        Assert.Empty(Look([away], "a", away, DestinationCondition.Maintenance));
        Assert.Equal(["", "a"], Look([away], "a", away).Select(s => s.Destination));
    }

    [Fact]
    public void Availability_BeforeItWasFirstReady_DoesNotCountForAnHour()
    {
        var conditions = new AlertConditions();

        Assert.Empty(LookAtHour(conditions, overSeconds: 60, readySeconds: 0, nowSeconds: 60));
        Assert.Empty(LookAtHour(conditions, overSeconds: 65, readySeconds: 1, nowSeconds: 65));
        Assert.Empty(LookAtHour(conditions, overSeconds: 70, readySeconds: 2.5, nowSeconds: 70));
        var seen = Assert.Single(LookAtHour(conditions, overSeconds: 75, readySeconds: 7, nowSeconds: 75));
        Assert.StartsWith("It could take no messages for 4 s of the last hour", seen.Description, StringComparison.Ordinal);
        Assert.Single(LookAtHour(conditions, overSeconds: 3600, readySeconds: 3596, nowSeconds: 3666));
        Assert.Empty(LookAtHour(conditions, overSeconds: 3600, readySeconds: 3596.4, nowSeconds: 3667));
    }

    [Fact]
    public void Availability_AwayForTheWholeHour_StaysLow()
    {
        var conditions = new AlertConditions();

        LookAtHour(conditions, overSeconds: 10, readySeconds: 10, nowSeconds: 10);
        var seen = Assert.Single(LookAtHour(conditions, overSeconds: 3600, readySeconds: 0, nowSeconds: 4000));

        Assert.Equal(0, seen.Value);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Thresholds_SwitchedOff_TellNothing(bool enabled, bool alerting) =>
        Assert.Empty(Look(Group(Minute, Counted(0, 100)), monitoring: Monitoring with { Enabled = enabled, Alerting = alerting }));

    [Fact]
    public void Thresholds_OfMeasuresThatAreNotWatched_TellNothing() => Assert.Equal(
        [AlertRules.ThroughputLow],
        Look(Group(Minute, Counted(0, 100)), monitoring: Monitoring with { Metrics = [PerformanceMetric.Throughput] }).Select(s => s.Rule));

    internal static WindowPerformance Window(TimeSpan length, TimeSpan over, PerformanceCounters counted)
    {
        var figures = new PerformanceFigures(over, counted);
        return new WindowPerformance(length, figures, Read(figures.Throughput), Read(figures.ServiceSeconds), Read(figures.ErrorRate), Read(figures.Availability));

        static MetricReading Read(double? value) => new(value, 0, 0, 0);
    }

    // A mean of 110 ms.
    private static WindowPerformance Told(long messages, double p50, double p95, double p99) => Window(Minute, Minute, Counted(messages, 0, seconds: 0.11)) with
    {
        Percentiles = new ServicePercentiles(messages, new MetricReading(p50, 0, 0, 0), new MetricReading(p95, 0, 0, 0), new MetricReading(p99, 0, 0, 0)),
    };

    private static PerformanceMonitoringConfig By(ResponseTimeMeasure measure) => Monitoring with
    {
        Metrics = [PerformanceMetric.ResponseTime],
        Thresholds = Monitoring.Thresholds with { ResponseTimeMeasure = measure },
    };

    private static PerformanceCounters Counted(long done, long failed, double seconds = 0) => new(done + failed, done, failed, (done + failed) * seconds, 60);

    private static WindowPerformance[] Group(TimeSpan length, PerformanceCounters counted) => [Window(length, length, counted)];

    private static IReadOnlyList<AlertObservation> Look(WindowPerformance[] group, string destination, TimeSpan length, PerformanceCounters counted) => Look(group, destination, Window(length, length, counted));

    private static IReadOnlyList<AlertObservation> Look(WindowPerformance[] group, string? destination = null, WindowPerformance? its = null, DestinationCondition condition = DestinationCondition.Ready, PerformanceMonitoringConfig? monitoring = null)
    {
        var facts = new GroupFacts
        {
            Config = GroupConfig.Default with { Name = "orders", PerformanceMonitoring = monitoring ?? Monitoring },
            Tier = 0,
            Destinations = destination is null ? [] : [new DestinationFacts(destination, condition, null, 0, IsQueueLevel: false, Downs: 0)],
            Performance = new GroupPerformance("orders", group, destination is null ? [] : [new DestinationPerformance(destination, [its!])]),
        };
        var conditions = new AlertConditions();
        // All of them have been there once.
        Look(conditions, facts with { Performance = new GroupPerformance("orders", [There(group[0])], destination is null ? [] : [new DestinationPerformance(destination, [There(its!)])]) }, TimeSpan.Zero);
        return Look(conditions, facts, TimeSpan.FromSeconds(5));

        static WindowPerformance There(WindowPerformance window) => Window(window.Window, TimeSpan.FromSeconds(1), new PerformanceCounters(0, 0, 0, 0, 1));
    }

    private static IReadOnlyList<AlertObservation> Look(AlertConditions conditions, GroupFacts facts, TimeSpan now) =>
        conditions.Look(new DispatcherFacts { Broker = "embedded", Groups = [facts] }, new AlertLimits(Minute, 10, []), now);

    private static IReadOnlyList<AlertObservation> LookAtHour(AlertConditions conditions, double overSeconds, double readySeconds, double nowSeconds)
    {
        var window = Window(Hour, TimeSpan.FromSeconds(overSeconds), new PerformanceCounters(0, 0, 0, 0, readySeconds));
        var facts = new GroupFacts { Config = GroupConfig.Default with { Name = "orders", PerformanceMonitoring = Monitoring }, Tier = 0, Performance = new GroupPerformance("orders", [window], []) };
        return Look(conditions, facts, TimeSpan.FromSeconds(nowSeconds));
    }
}
