using System.Globalization;
using System.Security.Cryptography;
using MessageLB.CommandLine.Rendering;

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>
/// All rounds. A machine's speed drifts, so shapes take turns, the order turns round from round to round, and only ratios within a
/// round are compared.
/// </summary>
internal sealed class ThroughputRun(ThroughputOptions options, IReadOnlyList<IThroughputShape> shapes, ThroughputBroker broker, TimeProvider time, Action<string> note)
{
    // Enough for the code to be compiled and the broker's caches to fill.
    private const int Practice = 2_000;

    private readonly string _name = $"bench-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";

    /// <summary>Measures; the result has a list of rounds for each shape.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<ThroughputFigures>>> RunAsync(CancellationToken stop)
    {
        using var timer = new PreciseTimer(time);
        var results = shapes.Select(_ => new List<ThroughputFigures>()).ToList();
        note($"{shapes.Count} shapes × {options.Rounds} rounds on {broker.Transport.Address}, {Figures.Count(options.Messages)} messages of {Figures.Count(options.Size)} bytes each, {(options.Drains ? "which wait" : Figures.Rate(options.Rate))}; first all of it once with fewer messages, which is not counted.");
        var practice = options with { Messages = Math.Min(Practice, options.Messages) };
        for (var i = 0; i < shapes.Count; i++) await MeasureAsync(practice, timer, i, 0, stop);
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var i in Order(round))
            {
                var figures = await MeasureAsync(options, timer, i, round, stop);
                results[i].Add(figures);
                note($"round {round} of {options.Rounds}, {shapes[i].Name}: {Describe(figures)}");
            }
        }

        return results;
    }

    private IEnumerable<int> Order(int round) => round % 2 == 1 ? Enumerable.Range(0, shapes.Count) : Enumerable.Range(0, shapes.Count).Reverse();

    private Task<ThroughputFigures> MeasureAsync(ThroughputOptions what, PreciseTimer timer, int shape, int round, CancellationToken stop) =>
        new ThroughputMeasurement(what, broker, timer, time, note).RunAsync(shapes[shape], string.Create(CultureInfo.InvariantCulture, $"{_name}-{round}-{shape}"), stop);

    private static string Describe(ThroughputFigures figures) => figures.ResponseMs is { } times
        ? $"p50 {Figures.Fine(times.P50)}, p99 {Figures.Fine(times.P99)}"
        : Figures.Rate(figures.PerSecond);
}
