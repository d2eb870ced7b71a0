using System.Numerics;

namespace MessageLB.Simulation.Statistics;

/// <summary>
/// Times in nanoseconds, counted in buckets of which 128 fill each octave. A percentile is the middle of its bucket, so it differs from the
/// exact one by at most 1/256 = 0.39 %, at any size; below 256 ns it is exact. Octaves take memory when they are used. Not thread-safe.
/// </summary>
internal sealed class ResponseTimeHistogram
{
    /// <summary>Largest relative error of a percentile.</summary>
    public const double Precision = 1.0 / (2 * Buckets);

    private const int BucketBits = 7;
    private const int Buckets = 1 << BucketBits;

    // The first holds what is below 128 ns, each other one a doubling.
    private readonly int[]?[] _octaves = new int[64 - BucketBits][];

    /// <summary>Number of times counted.</summary>
    public long Count { get; private set; }

    public void Add(long time)
    {
        var octave = Math.Max(0, BitOperations.Log2((ulong)time) - BucketBits + 1);
        var counts = _octaves[octave] ??= new int[Buckets];
        counts[(time >> Math.Max(0, octave - 1)) & (Buckets - 1)]++;
        Count++;
    }

    public void Add(ResponseTimeHistogram other)
    {
        for (var octave = 0; octave < _octaves.Length; octave++)
        {
            if (other._octaves[octave] is not { } theirs) continue;
            var counts = _octaves[octave] ??= new int[Buckets];
            for (var i = 0; i < Buckets; i++) counts[i] += theirs[i];
        }

        Count += other.Count;
    }

    /// <summary>The time that a part of all times does not exceed, in nanoseconds; 0 if there are none.</summary>
    public double Percentile(double part)
    {
        var left = Math.Max(1, (long)Math.Ceiling(part * Count));
        for (var octave = 0; octave < _octaves.Length; octave++)
        {
            if (_octaves[octave] is not { } counts) continue;
            for (var i = 0; i < Buckets; i++)
            {
                left -= counts[i];
                if (left <= 0) return Middle(octave, i);
            }
        }

        return 0;
    }

    private static double Middle(int octave, int bucket)
    {
        if (octave == 0) return bucket;
        var width = Math.ScaleB(1, octave - 1);
        return ((Buckets + bucket) * width) + ((width - 1) / 2);
    }
}
