namespace MessageLB.Simulation.Workers;

/// <summary>A message on its way from arrival to completion; one slot of <see cref="MessagePool"/>, reused after it.</summary>
internal struct SimulatedMessage
{
    /// <summary>When it arrived at ingress.</summary>
    public long ArrivedAt;

    /// <summary>When its worker got it.</summary>
    public long ReceivedAt;

    /// <summary>When its worker began with it; -1 while it waits there.</summary>
    public long StartedAt;

    /// <summary>When it will be completed; what is left of its service while its worker is stopped.</summary>
    public long DueAt;

    /// <summary>Service time at a worker of speed 1.</summary>
    public long Service;

    /// <summary>Which arrival it is, from 0.</summary>
    public int Number;

    /// <summary>Number of its kind.</summary>
    public int Kind;

    /// <summary>Number of its hash key; -1 if it has none.</summary>
    public int Key;

    /// <summary>Number of the worker that it was handed to.</summary>
    public int Worker;

    /// <summary>Number of the dispatcher that handed it over.</summary>
    public int Dispatcher;

    /// <summary>Neighbours in its worker's list, or the next free slot; -1 at the end.</summary>
    public int Previous;

    /// <inheritdoc cref="Previous"/>
    public int Next;
}
