using MessageLB.Core.Heartbeats;
using Xunit;

namespace MessageLB.Core.Tests.Heartbeats;

public sealed class ServiceTimeEstimateTests
{
    private readonly ServiceTimeEstimate _estimate = new();

    [Fact]
    public void New_NothingReported_IsUnknown() => AssertSeconds(0, 0);

    [Fact]
    public void Add_FirstReport_IsBelievedWhole()
    {
        Add(0.2, count: 1, at: 5);

        AssertSeconds(0.2, 0.2);
    }

    [Theory]
    [InlineData(1, 0.2 + (0.8 / 17))]
    [InlineData(16, 0.6)] // halfway
    [InlineData(144, 0.2 + (0.8 * 0.9))]
    public void Add_BadNews_MovesByTheEvidenceWhateverTheTime(int count, double expected)
    {
        Add(0.2, count: 100, at: 5);
        Add(1.0, count, at: 5);

        AssertSeconds(expected, expected);
    }

    [Theory]
    [InlineData(64, 0, 0.6)] // halfway by evidence
    [InlineData(576, 0, 0.28)]
    [InlineData(1, 0, 1 - (0.8 / 65))]
    [InlineData(1, 10, 0.2 + (0.8 / Math.E))] // one time constant says more than one message
    [InlineData(1, 0.01, 1 - (0.8 / 65))] // and a short time less
    public void Add_GoodNews_MovesByTheEvidenceOrTheTimeWhicheverSaysMore(int count, double later, double expected)
    {
        Add(1.0, count: 100, at: 5);
        Add(0.2, count, at: 5 + later);

        AssertSeconds(expected, expected);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.5, -1)]
    [InlineData(-0.5, 5)]
    [InlineData(double.NaN, 5)]
    [InlineData(double.PositiveInfinity, 5)]
    public void Add_Nonsense_IsIgnored(double mean, long count)
    {
        Add(0.2, count: 10, at: 5);
        Add(mean, count, at: 5);

        AssertSeconds(0.2, 0.2);
    }

    [Fact]
    public void Add_LongerThanADay_CountsAsADay()
    {
        Add(1e200, count: 1, at: 5);

        AssertSeconds(86_400, 86_400);
    }

    [Fact]
    public void Idle_Silence_HalvesTheHopePerPeriodAndNotTheMeasurement()
    {
        Add(0.8, count: 1, at: 5);

        Idle(14.9);
        AssertSeconds(0.8, 0.8);
        Idle(15);
        AssertSeconds(0.8, 0.4);
        Idle(24.9);
        AssertSeconds(0.8, 0.4);
        Idle(25);
        AssertSeconds(0.8, 0.2);
    }

    [Fact]
    public void Idle_Days_NeverMakeItUnknown()
    {
        Add(0.8, count: 1, at: 5);
        for (var at = 15; at < 200_000; at += 10) Idle(at);

        AssertSeconds(0.8, 0.8 / (1 << 20));
    }

    [Fact]
    public void Idle_NothingKnown_StaysUnknown()
    {
        Idle(100);

        AssertSeconds(0, 0);
    }

    [Fact]
    public void Add_AsSlowAfterSilence_RanksWhereItDid()
    {
        Add(0.8, count: 1, at: 5);
        Idle(15);
        Idle(25);

        Add(0.8, count: 1, at: 26);

        AssertSeconds(0.8, 0.8);
        Idle(35.9);
        AssertSeconds(0.8, 0.8);
        Idle(36);
        AssertSeconds(0.8, 0.4);
    }

    [Fact]
    public void Add_FasterAfterSilence_IsBelievedByTheTimeSinceTheLastReport()
    {
        Add(0.8, count: 1, at: 5);
        Idle(15);

        Add(0.2, count: 1, at: 25);

        var expected = 0.2 + (0.6 * Math.Exp(-2));
        AssertSeconds(expected, expected);
    }

    private void Add(double mean, long count, double at) => _estimate.Add(mean, count, TimeSpan.FromSeconds(at));

    private void Idle(double at) => _estimate.Idle(TimeSpan.FromSeconds(at));

    private void AssertSeconds(double measured, double hopeful)
    {
        Assert.Equal(measured, _estimate.Seconds, 12);
        Assert.Equal(hopeful, _estimate.Hopeful, 12);
    }
}
