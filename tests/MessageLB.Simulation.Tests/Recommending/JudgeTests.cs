using MessageLB.Simulation.Recommending;
using Xunit;

namespace MessageLB.Simulation.Tests.Recommending;

public sealed class JudgeTests
{
    [Theory]
    // p99 and mean with their half widths: worth it?, of what, why not.
    [InlineData(0.7, 0.05, 0.9, 0.01, true, "p99", "gains beyond chance")]
    [InlineData(0.99, 0.01, 0.9, 0.01, true, "mean", "gains beyond chance")]
    [InlineData(0.7, 0.31, 0.99, 0.01, false, "p99", "its gain is within chance")]
    [InlineData(0.96, 0.01, 0.97, 0.01, false, "p99", "gains less than 5 %")]
    [InlineData(1.1, 0.01, 1.02, 0.01, false, "mean", "gains nothing")]
    [InlineData(0.7, 0.01, 1.2, 0.01, false, "p99", "its mean is longer, 1.20 times")]
    [InlineData(1.5, 0.01, 0.6, 0.01, false, "mean", "its p99 is longer, 1.50 times")]
    [InlineData(double.NaN, 0, 0.6, 0.01, false, "mean", "its p99 is longer, NaN times")]
    public void Of_Change_IsWorthItIfItGainsEnoughBeyondChanceAndLosesNothing(
        double p99, double p99Half, double mean, double meanHalf, bool worth, string measure, string reason)
    {
        var verdict = Judge.Of(RecommendationKind.Policy, Predicted(p99, p99Half, mean, meanHalf), leastGain: 0.05);

        Assert.Equal((worth, measure, reason), (verdict.IsWorthIt, verdict.Measure, verdict.Reason));
    }

    [Theory]
    [InlineData(1.03, 0.01, 1.0, 0.001, true)]
    [InlineData(1.03, 0.03, 1.0, 0.001, false)]
    [InlineData(1.0, 0.001, 1.2, 0.01, false)]
    public void Of_FewerWorkers_IsWorthItWhileItCostsNearlyNothing(double p99, double p99Half, double mean, double meanHalf, bool worth) =>
        Assert.Equal(worth, Judge.Of(RecommendationKind.RemoveWorkers, Predicted(p99, p99Half, mean, meanHalf), leastGain: 0.05).IsWorthIt);

    [Fact]
    public void Of_Gain_IsWhatTheRatioLacks()
    {
        var verdict = Judge.Of(RecommendationKind.Weights, Predicted(0.69, 0.02, 0.8, 0.01), leastGain: 0.05);

        Assert.Equal((0.31, 0.02), (Math.Round(verdict.Gain, 6), verdict.HalfWidth));
    }

    private static CaseResult Predicted(double p99, double p99Half, double mean, double meanHalf) => new(
        "changed", default, default, default, default, default, new Estimate(p99, p99Half), new Estimate(mean, meanHalf), Success: null, Unfinished: 0, []);
}
