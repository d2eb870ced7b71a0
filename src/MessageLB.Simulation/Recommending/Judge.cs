using System.Globalization;

namespace MessageLB.Simulation.Recommending;

/// <summary>Says whether a simulated change is worth it. Pure.</summary>
internal static class Judge
{
    private const string P99 = "p99";
    private const string Mean = "mean";

    /// <summary>
    /// A change is worth it that gains the least part of p99 or of the mean, beyond its confidence interval, and does not lose as much of the other. One
    /// that saves workers is worth it while it loses less than that of both.
    /// </summary>
    /// <param name="kind">What it changes.</param>
    /// <param name="predicted">What the simulator says.</param>
    /// <param name="leastGain">The least part.</param>
    public static TrialVerdict Of(RecommendationKind kind, CaseResult predicted, double leastGain)
    {
        var (p99, mean) = (predicted.P99Ratio, predicted.MeanRatio);
        if (kind == RecommendationKind.RemoveWorkers)
        {
            var (worst, measure) = p99.Value >= mean.Value ? (p99, P99) : (mean, Mean);
            var bearable = worst.Value + worst.HalfWidth <= 1 + leastGain;
            return Verdict(bearable, worst, measure, bearable ? $"costs less than {ReportText.Percent(leastGain)} of p99 and mean" : $"costs more than {ReportText.Percent(leastGain)}, or may");
        }

        if (Gains(p99, leastGain) && !Loses(mean, leastGain)) return Verdict(true, p99, P99, "gains beyond chance");
        if (Gains(mean, leastGain) && !Loses(p99, leastGain)) return Verdict(true, mean, Mean, "gains beyond chance");
        var (better, name) = p99.Value <= mean.Value ? (p99, P99) : (mean, Mean);
        return Verdict(false, better, name, Why(p99, mean, better, leastGain));
    }

    private static string Why(Estimate p99, Estimate mean, Estimate better, double leastGain)
    {
        if (better.Value > 1 - leastGain) return better.Value > 1 ? "gains nothing" : $"gains less than {ReportText.Percent(leastGain)}";
        if (better.Value + better.HalfWidth >= 1) return "its gain is within chance";
        var other = better == p99 ? (Mean, mean) : (P99, p99);
        return string.Create(CultureInfo.InvariantCulture, $"its {other.Item1} is longer, {other.Item2.Value:0.00} times");
    }

    private static bool Gains(Estimate ratio, double least) => ratio.Value <= 1 - least && ratio.Value + ratio.HalfWidth < 1;

    private static bool Loses(Estimate ratio, double least) => !(ratio.Value < 1 + least);

    private static TrialVerdict Verdict(bool worth, Estimate ratio, string measure, string reason) => new(worth, 1 - ratio.Value, ratio.HalfWidth, measure, reason);
}
