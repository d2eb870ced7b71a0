using MessageLB.Core.Envelopes;
using MessageLB.Core.Hashing;
using MessageLB.Transport;

namespace MessageLB.Core.Duplicates;

/// <summary>What a publisher tells its messages apart by. The whole text, not a hash of it: two that are mistaken for each other are a loss.</summary>
/// <param name="Publisher">The property <c>app-id</c>; empty if the publisher sets none.</param>
/// <param name="Id">The identity; empty if there is none.</param>
public readonly record struct PublishedId(string Publisher, string Id)
{
    /// <summary>Whether the publisher gave the message an identity.</summary>
    public bool IsKnown => !string.IsNullOrEmpty(Id);

    /// <summary>The identity of a delivery that comes from its publisher; unknown for one that a dispatcher or a worker sent.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="source">Where the identity is.</param>
    public static PublishedId Of(in Delivery delivery, KeySource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        // A message that comes back, from a wait or from a worker, has the identity that it went away with, and is no copy.
        if (PublisherAddress.IsInHeaders(delivery)) return default;
        return source.Text(delivery.Properties, delivery.RoutingKey) is { } id ? new PublishedId(delivery.Properties.AppId ?? string.Empty, id) : default;
    }
}
