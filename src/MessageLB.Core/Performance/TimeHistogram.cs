using MessageLB.Measurement;

namespace MessageLB.Core.Performance;

/// <summary>
/// How long messages took: their number in each bucket of <see cref="TimeBuckets"/>, those that are not empty, packed into two to three bytes each. At most
/// 3.4 KB, for times from nothing to days. Immutable.
/// </summary>
public sealed class TimeHistogram
{
    // The distance to the bucket before takes two bytes at most, a count nine.
    private const int MostBytesOfBucket = 11;
    private const int MostBytes = TimeBuckets.Count * MostBytesOfBucket;

    private readonly byte[] _packed;

    private TimeHistogram(ReadOnlySpan<byte> packed) => _packed = packed.ToArray();

    /// <summary>Size in memory, in bytes, but for the object itself.</summary>
    internal int Size => _packed.Length;

    /// <summary>Takes counts; null if all are zero.</summary>
    /// <param name="first">Bucket of the first count.</param>
    /// <param name="counts">Counts from there on, 0 or more each.</param>
    public static TimeHistogram? Of(int first, ReadOnlySpan<long> counts)
    {
        var writer = new Writer(stackalloc byte[MostBytes]);
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0) writer.Add(first + i, counts[i]);
        }

        return writer.IsEmpty ? null : new TimeHistogram(writer.Written);
    }

    /// <summary>All messages of both.</summary>
    /// <param name="other">The other one.</param>
    public TimeHistogram Plus(TimeHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var writer = new Writer(stackalloc byte[MostBytes]);
        var one = new Reader(_packed);
        var two = new Reader(other._packed);
        var (hasOne, hasTwo) = (one.Next(), two.Next());
        while (hasOne || hasTwo)
        {
            if (hasOne && hasTwo && one.Bucket == two.Bucket)
            {
                writer.Add(one.Bucket, Saturating.Sum(one.Count, two.Count));
                (hasOne, hasTwo) = (one.Next(), two.Next());
            }
            else if (!hasTwo || (hasOne && one.Bucket < two.Bucket))
            {
                writer.Add(one.Bucket, one.Count);
                hasOne = one.Next();
            }
            else
            {
                writer.Add(two.Bucket, two.Count);
                hasTwo = two.Next();
            }
        }

        return new TimeHistogram(writer.Written);
    }

    /// <summary>Adds the counts to those of each bucket; returns how many messages that are.</summary>
    /// <param name="counts">One for each bucket.</param>
    internal long AddTo(Span<long> counts)
    {
        var messages = 0L;
        for (var reader = new Reader(_packed); reader.Next();)
        {
            messages = Saturating.Sum(messages, reader.Count);
            counts[reader.Bucket] = Saturating.Sum(counts[reader.Bucket], reader.Count);
        }

        return messages;
    }

    // Numbers are written seven bits to a byte, the lowest first; the highest bit says that there is more.
    private ref struct Writer(Span<byte> bytes)
    {
        private readonly Span<byte> _bytes = bytes;
        private int _length;
        private int _bucket;

        public readonly bool IsEmpty => _length == 0;

        public readonly ReadOnlySpan<byte> Written => _bytes[.._length];

        public void Add(int bucket, long count)
        {
            Add((ulong)(bucket - _bucket));
            Add((ulong)count);
            _bucket = bucket;
        }

        private void Add(ulong value)
        {
            for (; value > 0x7F; value >>= 7) _bytes[_length++] = (byte)(value | 0x80);
            _bytes[_length++] = (byte)value;
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;

        public int Bucket { get; private set; }

        public long Count { get; private set; }

        public bool Next()
        {
            if (_at == _bytes.Length) return false;
            Bucket += (int)Read();
            Count = (long)Read();
            return true;
        }

        private ulong Read()
        {
            var value = 0UL;
            for (var shift = 0; ; shift += 7)
            {
                var next = _bytes[_at++];
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80) return value;
            }
        }
    }
}
