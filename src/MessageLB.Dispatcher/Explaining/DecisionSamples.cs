using MessageLB.Core.Explaining;

namespace MessageLB.Dispatcher.Explaining;

/// <summary>
/// Who watches the decisions of a group right now. All watchers share what is explained, so that many of them cost no more than one.
/// Thread-safe; asking whether anybody watches is one volatile read.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class DecisionSamples(TimeProvider time)
{
    /// <summary>Most samples at the same time.</summary>
    public const int MostWatchers = 16;

    private readonly Lock _gate = new();
    private volatile Watcher[] _watchers = [];

    public bool IsWatched => _watchers.Length > 0;

    /// <summary>Collects decisions; null if too many do already.</summary>
    public async Task<IReadOnlyList<Explanation>?> TakeAsync(int count, TimeSpan limit, CancellationToken cancellationToken)
    {
        var watcher = new Watcher(count);
        lock (_gate)
        {
            if (_watchers.Length >= MostWatchers) return null;
            _watchers = [.. _watchers, watcher];
        }

        try
        {
            await watcher.Full.WaitAsync(limit, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            lock (_gate) _watchers = [.. _watchers.Where(other => other != watcher)];
        }

        cancellationToken.ThrowIfCancellationRequested();
        return watcher.Taken();
    }

    /// <summary>Gives a decision to everybody who watches.</summary>
    public void Offer(Explanation explanation)
    {
        foreach (var watcher in _watchers) watcher.Offer(explanation);
    }

    private sealed class Watcher(int count)
    {
        private readonly List<Explanation> _taken = new(count);
        private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Full => _full.Task;

        public void Offer(Explanation explanation)
        {
            lock (_taken)
            {
                if (_taken.Count >= count) return;
                _taken.Add(explanation);
                if (_taken.Count == count) _full.TrySetResult();
            }
        }

        public IReadOnlyList<Explanation> Taken()
        {
            lock (_taken) return [.. _taken];
        }
    }
}
