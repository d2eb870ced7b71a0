using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Each destination in turn, in the order of slots. A destination without credit is skipped and waits for its next turn. The turn
/// is kept by slot, not by index, so that joining and leaving destinations do not make others wait or go twice.
/// </summary>
internal sealed class RoundRobinPolicy : IRoutingPolicy
{
    public const string PolicyName = "round_robin";

    private int _last = -1;

    public string Name => PolicyName;

    public int Select(in RoutingContext context, ReadOnlySpan<DestinationState> eligible)
    {
        var chosen = 0;
        for (var i = 0; i < eligible.Length; i++)
        {
            if (eligible[i].Slot <= _last) continue;
            chosen = i;
            break;
        }

        _last = eligible[chosen].Slot;
        return chosen;
    }
}
