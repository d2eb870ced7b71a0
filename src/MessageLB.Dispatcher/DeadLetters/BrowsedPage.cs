using MessageLB.Core.DeadLetters;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.DeadLetters;

/// <summary>Dead letters that one receiver holds while somebody looks at them.</summary>
internal sealed class BrowsedPage(int size, int mostBody, Action<DeadLetter> seen) : IDeliveryHandler
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(ulong Tag, DeadLetter Letter)> _worn = [];
    private int _count;
    private bool _closed;

    public int Size => size;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Done when the page holds as many as it can.</summary>
    public Task Full => _full.Task;

    /// <summary>Takes no more, and returns the letters that were given back too often, whole.</summary>
    public IReadOnlyList<(ulong Tag, DeadLetter Letter)> Close()
    {
        lock (_lock)
        {
            _closed = true;
            return _worn;
        }
    }

    /// <inheritdoc />
    public ValueTask HandleAsync(Delivery delivery)
    {
        var isWorn = DeadLetter.ReturnsOf(delivery) >= DeadLetterBrowser.MostReturns;
        var letter = DeadLetter.Of(delivery, isWorn ? int.MaxValue : mostBody);
        lock (_lock)
        {
            if (_closed) return ValueTask.CompletedTask;
            if (isWorn) _worn.Add((delivery.Tag, letter));
            seen(letter);
            _count++;
            if (_count == size) _full.TrySetResult();
        }

        return ValueTask.CompletedTask;
    }
}
