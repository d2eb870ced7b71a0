using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Picks a destination and takes its credit in one step: select among those with credit, try to take, and on refusal select again
/// among the rest. One thread at a time; no allocation in the steady state.
/// </summary>
/// <param name="policy">The picker's own instance of the policy.</param>
/// <param name="random">The picker's own source of randomness.</param>
public sealed class DestinationPicker(IRoutingPolicy policy, Random random)
{
    private DestinationState[] _candidates = new DestinationState[16];

    /// <summary>Name of the policy.</summary>
    public string PolicyName => policy.Name;

    /// <summary>A destination whose credit was taken for this message, or null if nobody has credit.</summary>
    public DestinationState? TryPick(GroupSnapshot snapshot, string routingKey, Transport.MessageProperties properties)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var count = Gather(snapshot.Eligible);
        var context = new RoutingContext(snapshot, routingKey, properties, random);
        while (count > 0)
        {
            var index = snapshot.Eligible.Length == 1 ? 0 : policy.Select(context, _candidates.AsSpan(0, count));
            // The array is longer than the list: a custom policy's slip would hand over to somebody who is out.
            if ((uint)index >= (uint)count) throw new MessageLBException($"Routing policy '{policy.Name}' chose number {index} of {count} destinations.");
            var chosen = _candidates[index];
            if (chosen.Credit.TryTake()) return chosen;
            // Another picker took the last credit between our look and our take. Order is kept, for the policies rely on it.
            Array.Copy(_candidates, index + 1, _candidates, index, --count - index);
        }

        return null;
    }

    private int Gather(DestinationState[] eligible)
    {
        if (_candidates.Length < eligible.Length) _candidates = new DestinationState[eligible.Length * 2];
        var count = 0;
        foreach (var destination in eligible)
        {
            if (destination.Credit.HasCredit) _candidates[count++] = destination;
        }

        return count;
    }
}
