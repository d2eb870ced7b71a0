using System.Text.Json;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>The result.</summary>
/// <param name="Broker">Address without credentials.</param>
/// <param name="Speeds">Speed of each worker.</param>
/// <param name="Concurrency">Concurrency of each.</param>
/// <param name="Work">Distribution of the work at speed 1.</param>
/// <param name="Load">Part of the capacity that arrived.</param>
/// <param name="Rate">Messages per second that arrived.</param>
/// <param name="Rounds">Rounds.</param>
/// <param name="DurationS">Time measured, each shape and round.</param>
/// <param name="WarmUpS">Time before that.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Shapes">By shape; the first is what the others are compared with.</param>
internal sealed record LatencyReport(
    string Broker,
    IReadOnlyList<double> Speeds,
    int Concurrency,
    string Work,
    double Load,
    double Rate,
    int Rounds,
    double DurationS,
    double WarmUpS,
    int Seed,
    IReadOnlyList<ShapeReport> Shapes)
{
    public static LatencyReport Of(LatencyOptions options, string address, IReadOnlyList<ILatencyShape> shapes, IReadOnlyList<IReadOnlyList<RunFigures>> results) => new(
        address,
        options.Speeds,
        options.Concurrency,
        options.Work.ToString(),
        options.Load,
        Math.Round(options.Rate, 1),
        options.Rounds,
        options.Duration.TotalSeconds,
        options.WarmUp.TotalSeconds,
        options.Seed,
        [.. shapes.Select((shape, i) => ShapeReport.Of(shape, results[i], i == 0 ? null : results[0]))]);

    public string ToJson() => JsonSerializer.Serialize(this, LatencyJsonContext.Default.LatencyReport);
}
