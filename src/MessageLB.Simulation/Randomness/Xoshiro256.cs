using System.Numerics;

namespace MessageLB.Simulation.Randomness;

/// <summary>
/// Blackman and Vigna's xoshiro256**, seeded by SplitMix64. Ours, and not the runtime's, because a seed must give the same run on every
/// version of .NET. Not thread-safe.
/// </summary>
internal sealed class Xoshiro256
{
    private const double UnitOf53Bits = 1.0 / (1UL << 53);

    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>The generator of one purpose in the runs of one seed. Those of other purposes and seeds are independent of it.</summary>
    public Xoshiro256(int seed, RandomStream stream, int number = 0)
    {
        var mixed = SplitMix64.Mix(SplitMix64.Mix((ulong)(uint)seed) + (ulong)stream) + (ulong)number;
        var seeding = new SplitMix64(SplitMix64.Mix(mixed));
        (_s0, _s1, _s2, _s3) = (seeding.Next(), seeding.Next(), seeding.Next(), seeding.Next());
    }

    /// <summary>A generator in a known state, not all zero.</summary>
    public Xoshiro256(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform, at least 0 and below 1.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * UnitOf53Bits;

    /// <summary>Uniform, above 0 and at most 1: safe for a logarithm.</summary>
    public double NextPositive() => ((NextUInt64() >> 11) + 1) * UnitOf53Bits;

    /// <summary>Uniform, at least 0 and below <paramref name="bound"/>, without bias (Lemire's multiplication).</summary>
    public ulong NextBelow(ulong bound)
    {
        var high = Math.BigMul(NextUInt64(), bound, out var low);
        if (low >= bound) return high;
        var reject = (0 - bound) % bound;
        while (low < reject) high = Math.BigMul(NextUInt64(), bound, out low);
        return high;
    }

    /// <summary>Exponential with mean 1.</summary>
    public double NextExponential() => -Math.Log(NextPositive());
}
