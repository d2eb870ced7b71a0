using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// A policy that gives each destination a score, whatever the message, and chooses the smallest; ties are broken uniformly at random,
/// because "the first of them" would load it most. O(log n) for a pick and for each change.
/// </summary>
internal abstract class ScorePolicy : IRoutingPolicy
{
    private readonly MinTree _scores = new();

    public abstract string Name { get; }

    public bool GoesByLoad => true;

    public virtual void Rebase(GroupSnapshot group, Random random) => _scores.Reset(group.Slots);

    public virtual void Refresh(DestinationState destination, bool isCandidate)
    {
        if (isCandidate) _scores.Set(destination.Slot, Score(destination));
        else _scores.Remove(destination.Slot);
    }

    public virtual DestinationState? Select(in RoutingContext context, CandidateSet candidates) => candidates.AtSlot(_scores.Min(context.Random));

    public virtual double Score(in RoutingContext context, DestinationState destination) => Score(destination);

    /// <summary>The score: a finite number, smaller is better.</summary>
    protected abstract double Score(DestinationState destination);
}
