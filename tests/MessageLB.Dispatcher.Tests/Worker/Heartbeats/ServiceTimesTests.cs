using MessageLB.Measurement;
using MessageLB.Testing;
using MessageLB.Worker.Heartbeats;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Heartbeats;

public sealed class ServiceTimesTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly ServiceTimes _times;

    public ServiceTimesTests() => _times = new ServiceTimes(_time);

    [Fact]
    public void Read_Empty_IsUnknown()
    {
        Assert.Equal(TimeSpan.Zero, Mean());
        Assert.Null(Percentiles());
    }

    [Fact]
    public void Read_SomeTimes_MeanIsExactAndPercentilesAreWithinTheirBuckets()
    {
        for (var i = 0; i < 99; i++) Record(4);
        Record(404);

        Assert.Equal(TimeSpan.FromMilliseconds(8), Mean());
        var (p50, p99) = Percentiles()!.Value;
        Assert.InRange(p50, 4, 4 * 1.0625);
        Assert.InRange(p99, 4, 4 * 1.0625);
    }

    [Fact]
    public void Read_AfterOneHalf_StillKnowsTheOlderHalf()
    {
        Record(2);
        _time.Advance(ServiceTimes.Half);
        Record(4);

        Assert.Equal(TimeSpan.FromMilliseconds(3), Mean());
        Assert.Equal(4, Percentiles()!.Value.P99);
    }

    [Fact]
    public void CountsIfDue_AtFirst_AreAllAndThenNotForAWhile()
    {
        Record(4);
        var first = Counts();
        Record(4);

        Assert.Equal((1, 0), (first.Counts.Length, Counts().Counts.Length));
        _time.Advance(ServiceTimes.BetweenCounts);
        Assert.Equal(2, Counts()[first.First]);
    }

    [Fact]
    public void CountsIfDue_AfterTheWindowOfPercentiles_AreStillAll()
    {
        Record(4);
        _time.Advance(3 * ServiceTimes.Half);
        Record(4);

        Assert.Equal(2, Counts().Counts.Span[0]);
    }

    [Fact]
    public void ForceCounts_SoonAfterTheLast_AreToldAgain()
    {
        Record(4);
        Counts();

        _times.ForceCounts();

        Assert.False(Counts().IsEmpty);
    }

    [Fact]
    public void Read_AfterTwoHalves_HasForgottenTheOldest()
    {
        Record(2);
        _time.Advance(ServiceTimes.Half);
        Record(4);
        _time.Advance(ServiceTimes.Half);

        Assert.Equal(TimeSpan.FromMilliseconds(4), Mean());
    }

    [Fact]
    public void Read_AfterALongSilence_HasForgottenEverything()
    {
        Record(2);
        _time.Advance(2 * ServiceTimes.Half);

        Assert.Equal(TimeSpan.Zero, Mean());
        Assert.Null(Percentiles());
    }

    private void Record(int ms) => _times.Record(TimeSpan.FromMilliseconds(ms), _time.GetTimestamp());

    private TimeCounts Counts() => _times.CountsIfDue(_time.GetTimestamp());

    private TimeSpan Mean() => _times.Mean(_time.GetTimestamp());

    private (double P50, double P99)? Percentiles() => _times.Percentiles(_time.GetTimestamp());
}
