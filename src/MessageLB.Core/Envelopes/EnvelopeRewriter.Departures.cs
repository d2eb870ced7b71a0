using System.Globalization;
using MessageLB.Core.Failover;
using MessageLB.Transport;

namespace MessageLB.Core.Envelopes;

/// <summary>What is not handed to a destination now: it waits, goes to a group that stands in, or is dead.</summary>
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

    /// <summary>
    /// Writes the properties for a step of a wait, which the message comes back from as from a worker that gives it back. What is left of its
    /// <c>expiration</c> becomes a deadline, because a queue that it expires in would let it go early, and the broker takes the property off.
    /// </summary>
    /// <param name="delivery">The delivery, with its attempts noted.</param>
    /// <param name="left">What is left to wait after the step.</param>
    /// <param name="now">Wall clock.</param>
    public MessageProperties Wait(in Delivery delivery, TimeSpan left, DateTimeOffset now)
    {
        WriteProperties(delivery.Properties);
        StartHeaders(delivery);
        _headers[HeaderNames.Group] = group;
        _headers[HeaderNames.Delay] = ((long)left.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        _headers.TryAdd(HeaderNames.Attempt, "1");
        if (long.TryParse(LeftOf(delivery, now), NumberStyles.None, CultureInfo.InvariantCulture, out var life))
            _headers[HeaderNames.Deadline] = WireTime.Write(Deadlines.Earlier(Deadlines.Of(delivery.Properties.Headers), now.AddMilliseconds(Math.Min(life, uint.MaxValue)))!.Value);
        _output.Expiration = null;
        WriteAddress(delivery);
        return _output;
    }

    /// <summary>
    /// Writes the properties for passing a message to the group's retry queue, which decides about it: it asks for a delay, or its deadline is
    /// over.
    /// </summary>
    /// <param name="delivery">The ingress delivery.</param>
    public MessageProperties SetAside(in Delivery delivery)
    {
        WriteProperties(delivery.Properties);
        _output.Expiration = delivery.Properties.Expiration;
        StartHeaders(delivery);
        _headers[HeaderNames.Group] = group;
        if (HeaderValues.GetText(delivery.Properties.Headers, HeaderNames.Delay) is { } delay) _headers[HeaderNames.Delay] = delay;
        WriteAddress(delivery);
        return _output;
    }

    /// <summary>Writes the properties for publishing a message once more to the exchange that its publisher sent it to, which had no route for it then.</summary>
    /// <param name="delivery">The delivery, from the queue that kept it meanwhile.</param>
    public MessageProperties PublishAgain(in Delivery delivery)
    {
        WriteProperties(delivery.Properties);
        _output.Expiration = delivery.Properties.Expiration;
        StartHeaders(delivery);
        if (HeaderValues.GetText(delivery.Properties.Headers, HeaderNames.Delay) is { } delay) _headers[HeaderNames.Delay] = delay;
        return _output;
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
