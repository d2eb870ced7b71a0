namespace MessageLB.Dispatcher.Pipeline;

/// <summary>Signals of several waiters, set together. Setting takes no lock and does not allocate; thread-safe.</summary>
internal sealed class SignalSet
{
    private readonly Lock _changing = new();
    private AsyncSignal[] _signals = [];

    /// <summary>Sets every signal.</summary>
    public void Set()
    {
        foreach (var signal in Volatile.Read(ref _signals)) signal.Set();
    }

    /// <summary>Sets this one too from now on.</summary>
    public void Add(AsyncSignal signal)
    {
        lock (_changing) Volatile.Write(ref _signals, [.. _signals, signal]);
    }

    /// <summary>Ends that; does nothing if it was not added. A call that is under way may still set it.</summary>
    public void Remove(AsyncSignal signal)
    {
        lock (_changing) Volatile.Write(ref _signals, [.. _signals.Where(other => other != signal)]);
    }
}
