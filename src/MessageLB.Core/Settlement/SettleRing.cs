using System.Numerics;

namespace MessageLB.Core.Settlement;

/// <summary>
/// The unsettled deliveries of one receiver, by settle token. They are settled strictly in order: confirms arrive in any order, but
/// only the contiguous prefix is settled, in as few calls as possible, so that one <c>multiple</c> acknowledgement never covers a
/// delivery that is not confirmed, and each delivery is settled exactly once.
/// </summary>
/// <remarks>
/// Three threads at most: the receiver begins, anyone completes, one acker advances. Because nothing is settled out of order, the
/// distance between the newest and the oldest unsettled token never exceeds the prefetch, which bounds the ring.
/// </remarks>
/// <typeparam name="T">What is remembered of each delivery, such as where it was handed to.</typeparam>
public sealed class SettleRing<T> : ISettleBook
{
    private readonly int _mask;
    private readonly int[] _states;
    private readonly T[] _items;
    private ulong _settled;
    private bool _left;
    private long _begun;

    /// <summary>Creates a ring for one receiver.</summary>
    /// <param name="prefetch">Most unsettled deliveries.</param>
    public SettleRing(int prefetch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefetch, 1);
        var capacity = (int)BitOperations.RoundUpToPowerOf2((uint)prefetch + 1);
        _mask = capacity - 1;
        _states = new int[capacity];
        _items = new T[capacity];
    }

    /// <summary>
    /// Deliveries begun and not yet settled; exact on the acker's thread while none begin, elsewhere a recent figure, never negative.
    /// </summary>
    public int Unsettled
    {
        get
        {
            // Settled first: what is begun and settled between the two reads may then only show too many, never less than none.
            var settled = Volatile.Read(ref _settled);
            return (int)Math.Min((ulong)Interlocked.Read(ref _begun) - settled, (ulong)_mask);
        }
    }

    /// <summary>The item of an unsettled delivery. Only for tokens that were begun and not completed.</summary>
    public ref T this[ulong tag] => ref _items[(int)tag & _mask];

    /// <summary>Starts the books of the next delivery. Receiver thread only; tokens come without gaps.</summary>
    public void Begin(ulong tag, T item)
    {
        if (tag - Volatile.Read(ref _settled) > (ulong)_mask) throw new InvalidOperationException($"Delivery {tag} exceeds the prefetch of the receiver.");
        _items[(int)tag & _mask] = item;
        Volatile.Write(ref _states[(int)tag & _mask], (int)Settlement.Pending);
        Interlocked.Exchange(ref _begun, (long)tag);
    }

    /// <summary>Decides how a delivery ends; once per delivery, on any thread. It is settled when all before it are.</summary>
    public void Complete(ulong tag, Settlement settlement) => Volatile.Write(ref _states[(int)tag & _mask], (int)settlement);

    /// <summary>The next call to make, or one with <see cref="Settlement.Pending"/> if the oldest delivery is undecided. Acker thread only.</summary>
    /// <param name="past">Changes nothing: nothing is settled out of order.</param>
    public SettleStep Advance(bool past = true)
    {
        var first = _settled + 1;
        var last = (ulong)Interlocked.Read(ref _begun);
        if (first > last) return default;
        var action = (Settlement)Volatile.Read(ref _states[(int)first & _mask]);
        if (action == Settlement.Pending) return default;
        var tag = first;
        // A delivery that was left is unsettled at the broker for good: an acknowledgement with multiple would lose it.
        _left |= action == Settlement.Leave;
        if (action == Settlement.Ack && !_left)
        {
            while (tag < last && (Settlement)Volatile.Read(ref _states[(int)(tag + 1) & _mask]) == Settlement.Ack) tag++;
        }

        // Free before the call to the broker: its answer is new deliveries, and those need the room.
        for (var t = first; t <= tag; t++) _items[(int)t & _mask] = default!;
        Volatile.Write(ref _settled, tag);
        return new SettleStep(action, tag, (int)(tag - first + 1));
    }
}
