using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Core.Hashing;
using MessageLB.Core.Ordering;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Results;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Ordering;

/// <summary>
/// The order of keys in a group: its book, and whether this dispatcher is the one that may hand over. Thread-safe.
/// </summary>
/// <param name="config">A group with <c>order_by</c>.</param>
/// <param name="dispatcher">Identifier of this process.</param>
/// <param name="turns">Set when a slot may go on.</param>
internal sealed class GroupOrder(GroupConfig config, string dispatcher, SignalSet turns) : IResultListener
{
    private volatile bool _hasReceived;
    private volatile bool _hadOthers;
    private volatile bool _mustLearn;
    private int _waiting;

    public OrderBook Book { get; } = new(config.OrderSlots);

    /// <summary>Where a message says its key.</summary>
    public KeySource Key { get; } = config.OrderBy!;

    /// <summary>Whether messages have come from ingress since the flow began: of several dispatchers, only the one that hands over gets any.</summary>
    public bool HasReceived => _hasReceived;

    /// <summary>Messages that wait for the turn of their slot.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>A session begins, and nothing runs for the group.</summary>
    public void Reset()
    {
        Book.Reset();
        _hadOthers = false;
        FlowStarts();
    }

    /// <summary>Messages are about to come from ingress: whatever came before may still be at work, handed over by whomever.</summary>
    public void FlowStarts()
    {
        _hasReceived = false;
        Learn();
    }

    /// <summary>A message came from ingress: nobody else hands over any more.</summary>
    public void Received()
    {
        if (_hasReceived) return;
        _hasReceived = true;
        // What was learned before may be out of date: until a moment ago another dispatcher handed over.
        if (!_hadOthers) return;
        _hadOthers = false;
        Learn();
    }

    /// <summary>Other dispatchers live.</summary>
    public void HasOthers() => _hadOthers = true;

    /// <summary>Whether destinations are to be looked at from the beginning; true once after each reason.</summary>
    public bool TakeMustLearn()
    {
        if (!_mustLearn) return false;
        _mustLearn = false;
        return true;
    }

    /// <summary>Slot of a message; null if it has no key.</summary>
    public int? SlotOf(in Delivery delivery) => Key.TryHash(delivery, out var key) ? Book.SlotOf(key) : null;

    /// <summary>The message whose turn it is in its slot is about to be published.</summary>
    public void HandOver(int slot, MessageProperties properties)
    {
        var attempt = HeaderValues.GetText(properties.Headers, HeaderNames.Attempt);
        Book.HandOver(slot, properties.MessageId!, int.Parse(attempt!, CultureInfo.InvariantCulture));
    }

    /// <summary>The broker has a message of this slot, and the next one may go.</summary>
    public void Confirmed(int slot)
    {
        Book.Confirmed(slot);
        if (Waiting > 0) turns.Set();
    }

    /// <summary>One more waits, or one less.</summary>
    public void CountWaiting(int change) => Interlocked.Add(ref _waiting, change);

    /// <inheritdoc />
    public void OnResults(string destination, IReadOnlyList<WorkResult> results)
    {
        var isEmpty = false;
        foreach (var result in results)
        {
            // Of an earlier dispatcher's hand-over of the same message it says nothing about ours.
            if (result.Dispatcher == dispatcher) isEmpty |= Book.Completed(destination, result.MessageId, result.Attempt);
        }

        if (isEmpty && Waiting > 0) turns.Set();
    }

    // At once, because the book must give no turn until its keeper comes to it.
    private void Learn()
    {
        Book.BeginLearning([]);
        _mustLearn = true;
    }
}
