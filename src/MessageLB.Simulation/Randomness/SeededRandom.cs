using System.Buffers.Binary;

namespace MessageLB.Simulation.Randomness;

/// <summary>A generator in the shape that routing policies take. Not thread-safe.</summary>
/// <param name="generator">Where the bits come from.</param>
internal sealed class SeededRandom(Xoshiro256 generator) : Random(0)
{
    public override int Next() => (int)generator.NextBelow(int.MaxValue);

    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return maxValue <= 1 ? 0 : (int)generator.NextBelow((ulong)maxValue);
    }

    public override int Next(int minValue, int maxValue) => (int)NextInt64(minValue, maxValue);

    public override long NextInt64() => (long)generator.NextBelow(long.MaxValue);

    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        var span = (ulong)maxValue - (ulong)minValue;
        return span <= 1 ? minValue : (long)((ulong)minValue + generator.NextBelow(span));
    }

    public override double NextDouble() => generator.NextDouble();

    public override float NextSingle() => (generator.NextUInt64() >> 40) * (1.0f / (1 << 24));

    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    public override void NextBytes(Span<byte> buffer)
    {
        Span<byte> bits = stackalloc byte[sizeof(ulong)];
        for (; !buffer.IsEmpty; buffer = buffer[Math.Min(buffer.Length, sizeof(ulong))..])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bits, generator.NextUInt64());
            bits[..Math.Min(buffer.Length, sizeof(ulong))].CopyTo(buffer);
        }
    }

    protected override double Sample() => generator.NextDouble();
}
