using MessageLB.CommandLine.Commands.Bench.Latency;

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>Percentiles of times of one measurement, in milliseconds.</summary>
/// <param name="P50">Median.</param>
/// <param name="P99">99th percentile.</param>
internal sealed record ResponseTimes(double P50, double P99)
{
    private const int Digits = 3;

    /// <summary>Of these times, as <see cref="LatencyFigures"/> has them.</summary>
    public static ResponseTimes Of(IEnumerable<TimeSpan> times)
    {
        var figures = LatencyFigures.Of(times).Round(Digits);
        return new ResponseTimes(figures.P50, figures.P99);
    }
}
