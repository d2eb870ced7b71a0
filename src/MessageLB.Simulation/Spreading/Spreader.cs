using MessageLB.Simulation.Workers;
using MessageLB.Simulation.Workloads;

namespace MessageLB.Simulation.Spreading;

/// <summary>
/// Brings messages from arrival to the workers: dispatchers with the code of Core, or what people have without them. Told of everything that
/// happens, in the order of time. Not thread-safe.
/// </summary>
internal abstract class Spreader(WorkerFleet fleet)
{
    /// <summary>Time of its own next event; <see cref="VirtualTime.Never"/> if it has none.</summary>
    public long NextDue { get; protected set; } = VirtualTime.Never;

    /// <summary>Messages that wait at ingress.</summary>
    public virtual int Waiting => 0;

    protected WorkerFleet Fleet { get; } = fleet;

    /// <summary>A message arrives.</summary>
    public abstract void Arrive(int slot, long now);

    /// <summary>A worker has completed a message and gone on to the next.</summary>
    public virtual void Completed(in SimulatedMessage message, long now)
    {
    }

    /// <summary>A worker was killed with these messages. By default the broker keeps them in the worker's own queue until it returns.</summary>
    public virtual void Killed(SimulatedWorker worker, IReadOnlyList<int> left, long now)
    {
        foreach (var slot in left) worker.Receive(slot, now);
    }

    /// <summary>A stopped worker goes on, or a killed one is back.</summary>
    public virtual void Returned(SimulatedWorker worker, long now)
    {
    }

    /// <summary>Its own event at <see cref="NextDue"/>.</summary>
    public virtual void Advance(long now)
    {
    }
}
