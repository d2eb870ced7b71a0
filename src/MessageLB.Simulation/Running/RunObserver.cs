using MessageLB.Core.Adjustment;
using MessageLB.Simulation.Workers;

namespace MessageLB.Simulation.Running;

/// <summary>Sees every message of a run come and go. For tests of single messages, not for figures.</summary>
internal abstract class RunObserver
{
    /// <summary>A message has arrived; nobody has decided anything about it.</summary>
    public virtual void Arrived(in SimulatedMessage message)
    {
    }

    /// <summary>A dispatcher has adjusted a weight.</summary>
    public virtual void Adjusted(string dispatcher, LoadAdjustment adjustment)
    {
    }

    /// <summary>A message was completed at <paramref name="now"/>.</summary>
    public virtual void Completed(in SimulatedMessage message, long now)
    {
    }
}
