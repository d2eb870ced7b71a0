using MessageLB.Core.Heartbeats;
using Xunit;

namespace MessageLB.Core.Tests.Heartbeats;

public sealed class StandstillTests
{
    private readonly Standstill _standstill = new();

    [Theory]
    [InlineData(0.1, 0)] // as long as one message takes: no evidence yet
    [InlineData(0.11, 0.11)] // 0.11 s × 3 hands ÷ 3
    [InlineData(1, 1)]
    public void Evidence_NothingCompletedAndNewsAtOnce_BeginsAfterOneServiceTime(double silence, double evidence)
    {
        _standstill.Progress(TimeSpan.FromSeconds(10));

        Assert.Equal(evidence, Evidence(10 + silence, newsAge: 0, hands: 3), 9);
    }

    [Fact]
    public void Evidence_LateNews_IsWaitedForThreeTimesAsLong()
    {
        _standstill.Progress(TimeSpan.FromSeconds(10));

        Assert.Equal(0, Evidence(10.4, newsAge: 0.1, hands: 3)); // 0.4 s - 0.3 s is one service time
        Assert.Equal(0.2, Evidence(10.5, newsAge: 0.1, hands: 3), 9);
    }

    [Fact]
    public void Evidence_AfterProgress_IsNone()
    {
        _standstill.Progress(TimeSpan.FromSeconds(10));
        _standstill.Progress(TimeSpan.FromSeconds(20));

        Assert.Equal(0, Evidence(20.05, newsAge: 0, hands: 100));
    }

    private double Evidence(double now, double newsAge, int hands) => _standstill.EvidenceSeconds(measured: 0.1, newsAge, hands, TimeSpan.FromSeconds(now));
}
