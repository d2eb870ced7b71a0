using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Each destination in turn, in the order of slots. A destination without credit is skipped and waits for its next turn. The turn
/// is kept by slot, so that joining and leaving destinations do not make others wait or go twice. O(1).
/// </summary>
internal sealed class RoundRobinPolicy : IRoutingPolicy
{
    public const string PolicyName = "round_robin";

    private int _last = -1;

    public string Name => PolicyName;

    public DestinationState? Select(in RoutingContext context, CandidateSet candidates)
    {
        var chosen = candidates.After(_last);
        _last = chosen.Slot;
        return chosen;
    }
}
