using MessageLB.Core.Health;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class RecentResultsTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(5);

    private readonly RecentResults _results = new();

    [Fact]
    public void SuccessShare_NothingOrNoFailure_IsOne()
    {
        Assert.Equal(1, _results.SuccessShare(Start));

        _results.Add(1_000_000, 0, Start);

        Assert.Equal(1, _results.SuccessShare(Start + TimeSpan.FromSeconds(3)));
    }

    [Theory]
    [InlineData(0, 1, 5.0 / 6)]
    [InlineData(0, 5, 0.5)]
    [InlineData(5, 10, 0.5)]
    [InlineData(95, 100, 0.5)]
    public void SuccessShare_Failures_CountAgainstSuccessesAndFiveGranted(long done, long failed, double expected)
    {
        _results.Add(done, failed, Start);

        Assert.Equal(expected, _results.SuccessShare(Start), 1e-12);
    }

    [Fact]
    public void SuccessShare_OneMemoryLater_FailuresCountOneEth()
    {
        _results.Add(0, 50, Start);

        Assert.Equal(5 / (5 + (50 / Math.E)), _results.SuccessShare(Start + RecentResults.Memory), 1e-12);
        Assert.Equal(1, _results.SuccessShare(Start + (100 * RecentResults.Memory)), 1e-12);
    }

    [Fact]
    public void Add_InParts_IsTheSumOfTheirAges()
    {
        _results.Add(10, 4, Start);
        _results.Add(20, 0, Start + (RecentResults.Memory / 2));
        _results.Add(0, 6, Start + RecentResults.Memory);

        var good = 5 + (10 * Math.Exp(-1)) + (20 * Math.Exp(-0.5));
        Assert.Equal(good / (good + 6 + (4 * Math.Exp(-1))), _results.SuccessShare(Start + RecentResults.Memory), 1e-12);
    }

    [Fact]
    public void SuccessShare_FailsAlwaysThenNever_RecoversOnATrickle()
    {
        // 1,000 failures a second for ten seconds; then the hundredth part of the messages, which succeed.
        var now = Start;
        for (var second = 0; second < 10; second++, now += TimeSpan.FromSeconds(1)) _results.Add(0, 1000, now);
        Assert.InRange(_results.SuccessShare(now), 0, 0.001);

        for (var second = 0; second < 60; second++, now += TimeSpan.FromSeconds(1)) _results.Add(10, 0, now);

        Assert.InRange(_results.SuccessShare(now), 0.85, 1);
    }
}
