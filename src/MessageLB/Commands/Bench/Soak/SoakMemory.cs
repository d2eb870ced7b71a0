namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>
/// Memory of the process of the first dispatcher after the warm-up: medians of the first and of the last third of the samples, so that neither
/// a moment nor a single buffer decides.
/// </summary>
/// <param name="Samples">Samples after the warm-up.</param>
/// <param name="HeapMb">Managed memory after a full collection, without the books of the soak, in the first third.</param>
/// <param name="HeapAtEndMb">The same in the last third.</param>
/// <param name="WorkingSetMb">Working set in the first third.</param>
/// <param name="WorkingSetAtEndMb">The same in the last third.</param>
internal sealed record SoakMemory(int Samples, double HeapMb, double HeapAtEndMb, double WorkingSetMb, double WorkingSetAtEndMb)
{
    /// <summary>Most growth of the heap, as a part of the working set.</summary>
    public const double MostGrowth = 0.05;

    /// <summary>Fewer samples decide nothing: thirds of them are moments.</summary>
    public const int LeastSamples = 15;

    private const int Thirds = 3;

    /// <summary>Growth of the heap as a part of the working set: what the collector cannot free is measured against what the process takes.</summary>
    public double Growth => WorkingSetMb > 0 ? (HeapAtEndMb - HeapMb) / WorkingSetMb : 0;

    /// <summary>Whether there are enough samples for a verdict.</summary>
    public bool Judged => Samples >= LeastSamples;

    /// <summary>Whether it holds; without a verdict it does.</summary>
    public bool Holds => !Judged || Growth <= MostGrowth;

    /// <param name="samples">Those after the warm-up, in order; may be empty.</param>
    public static SoakMemory Of(IReadOnlyList<SoakSample> samples)
    {
        if (samples.Count == 0) return new SoakMemory(0, 0, 0, 0, 0);
        var third = Math.Max(1, samples.Count / Thirds);
        var first = samples.Take(third).ToList();
        var last = samples.TakeLast(third).ToList();
        return new SoakMemory(
            samples.Count,
            Median(first.Select(sample => sample.HeapMb)),
            Median(last.Select(sample => sample.HeapMb)),
            Median(first.Select(sample => sample.WorkingSetMb)),
            Median(last.Select(sample => sample.WorkingSetMb)));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[(sorted.Count - 1) / 2];
    }
}
