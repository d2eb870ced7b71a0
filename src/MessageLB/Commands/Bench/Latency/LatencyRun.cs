using System.Globalization;
using System.Security.Cryptography;
using MessageLB.CommandLine.Rendering;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>
/// All rounds: in each, every shape gets the same messages at the same times. A machine's speed drifts, so shapes take turns, the
/// order turns round from round to round, and only ratios within a round are compared.
/// </summary>
internal sealed class LatencyRun(LatencyOptions options, ITransport transport, TimeProvider time, Action<string> note)
{
    // Enough for the code to be compiled and the broker's caches to fill.
    private static readonly TimeSpan PracticeTime = TimeSpan.FromSeconds(2);

    /// <summary>What the names of its groups begin with, new for every run.</summary>
    public string Name { get; } = $"bench-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";

    /// <summary>The shapes; the first is what the others are compared with.</summary>
    public IReadOnlyList<ILatencyShape> Shapes { get; } =
        [.. options.Prefetches.Select(prefetch => new CompetingConsumersShape(prefetch)), .. options.Policies.Select(policy => new MessageLBShape(policy, options.Window))];

    /// <summary>Measures; the result has a list of rounds for each of <see cref="Shapes"/>.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<RunFigures>>> RunAsync(CancellationToken stop)
    {
        using var timer = new PreciseTimer(time);
        var results = Shapes.Select(_ => new List<RunFigures>()).ToList();
        note($"{Shapes.Count} shapes × {options.Rounds} rounds on {transport.Address}, {Figures.Rate(options.Rate)}; about {Figures.Seconds(ExpectedTime)}.");
        var practice = options with { WarmUp = TimeSpan.Zero, Duration = PracticeTime < options.Duration ? PracticeTime : options.Duration };
        var nothing = Create(practice, round: 0);
        for (var i = 0; i < Shapes.Count; i++) await MeasureAsync(practice, timer, i, 0, nothing, stop);
        for (var round = 1; round <= options.Rounds; round++)
        {
            var workload = Create(options, round);
            foreach (var i in Order(round))
            {
                var figures = await MeasureAsync(options, timer, i, round, workload, stop);
                results[i].Add(figures);
                note($"round {round} of {options.Rounds}, {Shapes[i].Name} ({Shapes[i].Setting}): mean {Figures.Milliseconds(figures.ResponseMs.Mean)}, p99 {Figures.Milliseconds(figures.ResponseMs.P99)}");
            }
        }

        return results;
    }

    private TimeSpan ExpectedTime => ((options.WarmUp + options.Duration) * options.Rounds + PracticeTime) * Shapes.Count;

    private IEnumerable<int> Order(int round) => round % 2 == 1 ? Enumerable.Range(0, Shapes.Count) : Enumerable.Range(0, Shapes.Count).Reverse();

    private static Workload Create(LatencyOptions options, int round) =>
        Workload.Create(options.Rate, options.Work, options.WarmUp, options.Duration, unchecked(options.Seed + (round * 7919)));

    private Task<RunFigures> MeasureAsync(LatencyOptions what, PreciseTimer timer, int shape, int round, Workload workload, CancellationToken stop)
    {
        var group = string.Create(CultureInfo.InvariantCulture, $"{Name}-{round}-{shape}");
        return new LatencyMeasurement(what, transport, timer, time, note).RunAsync(Shapes[shape], group, workload, stop);
    }
}
