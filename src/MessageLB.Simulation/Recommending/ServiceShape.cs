using System.Globalization;
using MessageLB.Core.Recommendations;

namespace MessageLB.Simulation.Recommending;

/// <summary>Distribution of service times, from what workers report. Pure.</summary>
internal static class ServiceShape
{
    // 99th percentile of a standard normal distribution.
    private const double P99OfNormal = 2.3263;

    private const double LeastSigma = 0.05;
    private const double MostSigma = 3;

    private static readonly TimeSpan Shortest = TimeSpan.FromMicroseconds(1);

    /// <summary>
    /// The mean, and a lognormal shape whose ratio of p99 to p50 is the workers' one, weighted by their messages: with a ratio of 6.6, that of exponential
    /// times, its coefficient of variation is 0.96. Exponential where no worker reports percentiles.
    /// </summary>
    /// <param name="working">The destinations.</param>
    /// <param name="words">What was taken for granted.</param>
    public static ServiceConfig Of(IReadOnlyList<DestinationSituation> working, out string words)
    {
        var mean = TimeSpan.FromSeconds(Mean(working));
        if (mean < Shortest) mean = Shortest;
        var (sum, weight) = (0.0, 0.0);
        foreach (var one in working)
        {
            if (one is not { ServiceP50Seconds: > 0 and var p50, ServiceP99Seconds: > 0 and var p99 }) continue;
            sum += (one.Settled + 1) * Math.Log(Math.Max(1, p99 / p50));
            weight += one.Settled + 1;
        }

        if (weight == 0)
        {
            words = $"exponential service of {ReportText.Time(mean.TotalSeconds)}, since no worker reports percentiles";
            return new ServiceConfig { Mean = mean };
        }

        var sigma = Math.Min(MostSigma, sum / weight / P99OfNormal);
        if (sigma < LeastSigma)
        {
            words = $"constant service of {ReportText.Time(mean.TotalSeconds)}: the workers' p99 is hardly above their p50";
            return new ServiceConfig { Kind = ServiceKind.Deterministic, Mean = mean };
        }

        words = string.Create(CultureInfo.InvariantCulture, $"lognormal service of {ReportText.Time(mean.TotalSeconds)} (sigma {sigma:0.00}, from the workers' p50 and p99)");
        return new ServiceConfig { Kind = ServiceKind.LogNormal, Mean = mean, Sigma = sigma };
    }

    /// <summary>Mean service time of a message as they are spread now, in seconds.</summary>
    public static double Mean(IReadOnlyList<DestinationSituation> working)
    {
        var settled = working.Sum(d => (double)d.Settled);
        return settled > 0 ? working.Sum(d => d.Settled * Service(d)) / settled : working.Average(Service);
    }

    /// <summary>Mean service time there, in seconds.</summary>
    public static double Service(DestinationSituation destination) => destination.MeanServiceSeconds ?? throw new InvalidOperationException("only those with a known service time are working");
}
