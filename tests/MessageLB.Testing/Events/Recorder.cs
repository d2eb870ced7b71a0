namespace MessageLB.Testing;

/// <summary>What happened, in order, and a way to await that it happens: tests never poll. Thread-safe.</summary>
/// <param name="what">What is recorded, for failures: "deliveries".</param>
public sealed class Recorder<T>(string what)
{
    private readonly Lock _lock = new();
    private readonly List<T> _items = [];
    private readonly List<Waiter> _waiters = [];

    /// <summary>Everything recorded so far.</summary>
    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_lock) return [.. _items];
        }
    }

    /// <summary>How much was recorded so far.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _items.Count;
        }
    }

    /// <summary>Records one and lets whoever waits for it go on, elsewhere.</summary>
    public void Add(T item)
    {
        lock (_lock)
        {
            _items.Add(item);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (!_waiters[i].IsMet(item, _items.Count)) continue;
                _waiters[i].Met.TrySetResult(item);
                _waiters.RemoveAt(i);
            }
        }
    }

    /// <summary>Waits until at least <paramref name="count"/> are recorded and returns the first that many.</summary>
    public async Task<IReadOnlyList<T>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        await WaitAsync(items => items.Count >= count, (_, recorded) => recorded >= count, () => $"{count} {what}", cancellationToken);
        lock (_lock) return _items.GetRange(0, count);
    }

    /// <summary>Waits for the first that <paramref name="predicate"/> accepts, whether recorded already or not yet.</summary>
    public async Task<T> FirstAsync(Predicate<T> predicate, string description, CancellationToken cancellationToken)
    {
        await WaitAsync(items => items.Exists(predicate), (item, _) => predicate(item), () => $"{description} among {what}", cancellationToken);
        lock (_lock) return _items.Find(predicate)!;
    }

    private async Task WaitAsync(Predicate<List<T>> now, Func<T, int, bool> later, Func<string> waitedFor, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(later);
        lock (_lock)
        {
            if (now(_items)) return;
            _waiters.Add(waiter);
        }

        await waiter.Met.Task.OrFailAsync(() => $"{waitedFor()}; {Describe()}", cancellationToken);
    }

    private string Describe()
    {
        var items = Items;
        return $"{items.Count} recorded: [{string.Join(", ", items.TakeLast(20))}]";
    }

    private sealed record Waiter(Func<T, int, bool> IsMet)
    {
        public TaskCompletionSource<T> Met { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
