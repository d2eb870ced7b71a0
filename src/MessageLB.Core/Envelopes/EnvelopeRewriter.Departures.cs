using MessageLB.Core.Failover;
using MessageLB.Transport;

namespace MessageLB.Core.Envelopes;

/// <summary>What leaves the group because nobody there is available.</summary>
public sealed partial class EnvelopeRewriter
{
    /// <summary>Writes the properties for passing a message on, as <see cref="Forward"/>, to a group that stands in for this one.</summary>
    /// <param name="delivery">The ingress delivery.</param>
    /// <param name="target">Name of the other group.</param>
    public MessageProperties FallBack(in Delivery delivery, string target)
    {
        var properties = Forward(delivery, target);
        _headers[HeaderNames.FallbackFrom] = LastResort.Extend(HeaderValues.GetText(_headers, HeaderNames.FallbackFrom), group);
        return properties;
    }

    /// <summary>Writes the properties of a dead letter that says why it is one. It does not expire.</summary>
    /// <param name="delivery">The ingress delivery.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">Wall clock.</param>
    public MessageProperties Bury(in Delivery delivery, string reason, DateTimeOffset now)
    {
        WriteProperties(delivery.Properties);
        _output.Expiration = null;
        StartHeaders(delivery);
        _headers[HeaderNames.Group] = group;
        _headers[HeaderNames.DeadReason] = reason;
        _headers[HeaderNames.DeadAt] = Stamp(now);
        _headers.TryAdd(HeaderNames.Attempt, "1");
        WriteAddress(delivery);
        return _output;
    }
}
