using MessageLB.Transport;

namespace MessageLB.Core.Retries;

/// <summary>Whether a message at ingress is not to be handed over now, but to go to its group's retry queue, which decides about it. Pure.</summary>
public static class Aside
{
    /// <summary>Whether it asks for a delay, or its deadline is over. Costs two look-ups for a message with headers.</summary>
    /// <param name="delivery">From ingress.</param>
    /// <param name="group">Name of the group.</param>
    /// <param name="time">Clock, for deadlines.</param>
    public static bool IsDue(in Delivery delivery, string group, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (delivery.Properties.Headers is not { } headers) return false;
        if (headers.ContainsKey(HeaderNames.Delay) && Arrival.Of(delivery, group).Kind == ArrivalKind.Early) return true;
        return Deadlines.Of(headers) is { } deadline && deadline <= time.GetUtcNow();
    }
}
