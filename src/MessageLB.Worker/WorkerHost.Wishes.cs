namespace MessageLB.Worker;

public sealed partial class WorkerHost
{
    /// <summary>
    /// Says whether this worker can work now, as an agent beside a server would. Out of service it starts nothing, sends back to its group
    /// what has not started and what still comes, and finishes what runs. The next heartbeat, sent at once, tells the dispatchers. A drain
    /// outranks it. Returns at once; thread-safe; may be called before the worker runs.
    /// </summary>
    /// <param name="state"><see cref="WorkerState.Ready"/>, <see cref="WorkerState.Maintenance"/> or <see cref="WorkerState.Failed"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The state is another one; the worker finds those by itself.</exception>
    public void SetState(WorkerState state)
    {
        if (state is not (WorkerState.Ready or WorkerState.Maintenance or WorkerState.Failed))
            throw new ArgumentOutOfRangeException(nameof(state), state, "must be Ready, Maintenance or Failed; drain with Stop() or by command");
        if (_service.TrySay(state)) _books.ForceHeartbeat();
    }

    /// <summary>Asks for another weight from now on, as <see cref="WorkerOptions.Weight"/>; told at once. Returns at once; thread-safe.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The weight is outside its range.</exception>
    public void SetWeight(int? weight)
    {
        if (weight is { } value) ThrowIfOutside(value, WorkerSettings.LargestWeight, nameof(weight));
        _books.Weight = weight;
        _books.ForceHeartbeat();
    }

    /// <summary>Asks for another window from now on, as <see cref="WorkerOptions.Window"/>; told at once. Returns at once; thread-safe.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is outside its range.</exception>
    public void SetWindow(int window)
    {
        ThrowIfOutside(window, WorkerSettings.LargestWindow, nameof(window));
        _books.Window = window;
        _books.ForceHeartbeat();
    }

    private static void ThrowIfOutside(int value, int most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }
}
