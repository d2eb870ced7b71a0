using System.Text.Json;

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>The result.</summary>
/// <param name="Broker">Address without credentials.</param>
/// <param name="Messages">Messages of each measurement.</param>
/// <param name="Size">Size of a body in bytes.</param>
/// <param name="Destinations">Destinations, or competing consumers.</param>
/// <param name="Rounds">How often each shape was measured.</param>
/// <param name="Rate">Messages per second that were published; null if they waited before.</param>
/// <param name="Baseline">Name of the shape that the others are compared with.</param>
/// <param name="Shapes">By shape.</param>
internal sealed record ThroughputReport(
    string Broker,
    int Messages,
    int Size,
    int Destinations,
    int Rounds,
    double? Rate,
    string Baseline,
    IReadOnlyList<ThroughputShapeReport> Shapes)
{
    /// <summary>Of all rounds.</summary>
    /// <param name="options">What was measured.</param>
    /// <param name="address">Where.</param>
    /// <param name="shapes">The shapes.</param>
    /// <param name="results">The rounds of each.</param>
    /// <param name="baseline">The one that the others are compared with.</param>
    public static ThroughputReport Of(ThroughputOptions options, string address, IReadOnlyList<IThroughputShape> shapes, IReadOnlyList<IReadOnlyList<ThroughputFigures>> results, IThroughputShape baseline)
    {
        var yardstick = results[shapes.ToList().IndexOf(baseline)];
        return new ThroughputReport(
            address,
            options.Messages,
            options.Size,
            options.Destinations,
            options.Rounds,
            options.Drains ? null : options.Rate,
            baseline.Name,
            [.. shapes.Zip(results, (shape, rounds) => ThroughputShapeReport.Of(shape, rounds, shape == baseline ? null : yardstick))]);
    }

    public string ToJson() => JsonSerializer.Serialize(this, ThroughputJsonContext.Default.ThroughputReport);
}
