using System.Collections;
using System.Globalization;
using System.Text;
using MessageLB.Core.Groups;
using MessageLB.Core.Ordering;
using MessageLB.Core.Retries;
using MessageLB.Transport;

namespace MessageLB.Core.Envelopes;

/// <summary>
/// Writes the properties of a hand-over from those of the ingress delivery: an allow-list, because what is forwarded blindly bites.
/// <c>user-id</c> would be refused under the dispatcher's own user, <c>CC</c> and <c>BCC</c> would fan out again, and
/// <c>expiration</c> would start anew. The body is not its business. One thread; the result is reused, so take a copy before the
/// next call.
/// </summary>
/// <param name="dispatcher">Identifier of this process.</param>
/// <param name="group">Name of the group.</param>
/// <param name="policy">Name of the routing policy.</param>
public sealed partial class EnvelopeRewriter(string dispatcher, string group, string policy)
{
    private const long SecondsOfADay = 86_400;

    private readonly MessageProperties _output = new();
    private readonly Dictionary<string, object?> _headers = new(StringComparer.Ordinal);
    private readonly IdSequence _ids = new(dispatcher);
    private long _stampedMillisecond = -1;
    private string _stamp = string.Empty;
    private string?[] _slotTexts = [];

    /// <summary>Whether redelivered messages were in the hands of a worker that died, and are counted. Default false.</summary>
    public bool CountsCrashes { get; init; }

    /// <summary>Whether workers are asked to report the results of what is handed over. Default false.</summary>
    public bool AsksForResults { get; init; }

    /// <summary>Slot of the next message that is rewritten, in a group that keeps the order of keys; null if it has no key. Default null.</summary>
    public int? OrderSlot { get; set; }

    /// <summary>Writes the properties for one hand-over.</summary>
    /// <param name="delivery">The ingress delivery.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="now">Wall clock, for the header that people read and for what is left of <c>expiration</c>.</param>
    public MessageProperties Rewrite(in Delivery delivery, DestinationState destination, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(destination);
        WriteProperties(delivery.Properties);
        _output.Expiration = LeftOf(delivery, now);
        WriteHeaders(delivery, destination, now);
        if (Holds) WriteHold(now);
        return _output;
    }

    /// <summary>
    /// Writes the properties for passing a message on to the ingress queue of another group: those of a message that a worker sent
    /// back, so that the other group knows the publisher's address and user, and believes the attempt. <c>expiration</c> stays as the
    /// publisher wrote it, because the other group's hand-over reduces it by the whole age.
    /// </summary>
    /// <param name="delivery">The ingress delivery.</param>
    /// <param name="target">Name of the other group.</param>
    public MessageProperties Forward(in Delivery delivery, string target)
    {
        WriteProperties(delivery.Properties);
        _output.Expiration = delivery.Properties.Expiration;
        StartHeaders(delivery);
        _headers[HeaderNames.Group] = target;
        _headers[HeaderNames.ForwardedFrom] = group;
        WriteAddress(delivery);
        return _output;
    }

    private void WriteProperties(MessageProperties input)
    {
        _output.ContentType = input.ContentType;
        _output.ContentEncoding = input.ContentEncoding;
        _output.Persistent = input.Persistent;
        _output.Priority = input.Priority;
        _output.CorrelationId = input.CorrelationId;
        _output.ReplyTo = input.ReplyTo;
        _output.MessageId = input.MessageId ?? _ids.Next();
        _output.Timestamp = input.Timestamp;
        _output.Type = input.Type;
        _output.AppId = input.AppId;
        _output.Headers = _headers;
    }

    private void WriteHeaders(in Delivery delivery, DestinationState destination, DateTimeOffset now)
    {
        StartHeaders(delivery);
        _headers[HeaderNames.Destination] = destination.Name;
        _headers[HeaderNames.Group] = group;
        _headers[HeaderNames.Policy] = policy;
        _headers[HeaderNames.Dispatcher] = dispatcher;
        _headers[HeaderNames.DispatchedAt] = Stamp(now);
        _headers.TryAdd(HeaderNames.Attempt, "1");
        if (AsksForResults) _headers[HeaderNames.Result] = "1";
        if (OrderSlot is { } slot) _headers[HeaderNames.Slot] = SlotText(slot);
        WriteAddress(delivery);
    }

    private void StartHeaders(in Delivery delivery)
    {
        _headers.Clear();
        CopyPublisherHeaders(delivery.Properties.Headers, sentBack: delivery.Exchange.Length == 0);
        if (delivery.Properties.UserId is { } user) _headers[HeaderNames.UserId] = user;
        if (CountsCrashes && delivery.Redelivered) _headers[HeaderNames.Crashes] = (Crashes.Of(_headers) + 1).ToString(CultureInfo.InvariantCulture);
    }

    private void WriteAddress(in Delivery delivery)
    {
        // A message that a worker sent back comes through the default exchange and brings the publisher's address in its headers.
        if (PublisherAddress.IsInHeaders(delivery)) return;
        _headers[HeaderNames.RoutingKey] = delivery.RoutingKey;
        _headers[HeaderNames.Exchange] = delivery.Exchange;
    }

    // Only what a worker sent back, through the default exchange, may speak in our name: a publisher's attempt or user is not believed.
    private void CopyPublisherHeaders(IDictionary<string, object?>? headers, bool sentBack)
    {
        if (headers is null) return;
        foreach (var (name, value) in headers)
        {
            switch (name)
            {
                case "CC":
                    _headers[HeaderNames.OriginalCc] = Join(value);
                    break;
                case "BCC" or "x-delivery-count" or "x-acquired-count":
                    // The first would fan out again; the others are the ingress queue's own books and would mislead the next queue's.
                    break;
                case "x-death" or "x-first-death-queue" or "x-first-death-exchange" or "x-first-death-reason" or "x-last-death-queue" or "x-last-death-exchange" or "x-last-death-reason":
                    // With them the broker would take a message that waits again for one that goes in a circle, and drop it.
                    break;
                case HeaderNames.Delay or HeaderNames.Result or HeaderNames.Slot or HeaderNames.Frame:
                    // The wait is over, or written anew; each hand-over speaks for itself; and what is handed over as one message is one.
                    break;
                case HeaderNames.Attempt:
                    if (sentBack && IsAttempt(HeaderValues.GetText(headers, name))) _headers[name] = value;
                    break;
                default:
                    if (sentBack || IsPublishers(name)) _headers[name] = value;
                    break;
            }
        }
    }

    // Each text once: there are few slots, and many messages of each.
    private string SlotText(int slot)
    {
        if (slot >= _slotTexts.Length) Array.Resize(ref _slotTexts, Math.Max(slot + 1, OrderBook.DefaultSlots));
        return _slotTexts[slot] ??= slot.ToString(CultureInfo.InvariantCulture);
    }

    private string Stamp(DateTimeOffset now)
    {
        var millisecond = now.UtcTicks / TimeSpan.TicksPerMillisecond;
        if (millisecond == _stampedMillisecond) return _stamp;
        _stampedMillisecond = millisecond;
        return _stamp = WireTime.Write(now);
    }

    // A message that was handed over before has what was left then; by its timestamp the whole age would be taken off again.
    private static DateTimeOffset? HandedAt(in Delivery delivery)
    {
        if (delivery.Exchange.Length > 0 || delivery.Properties.Expiration is null) return null;
        return WireTime.Read(HeaderValues.GetText(delivery.Properties.Headers, HeaderNames.DispatchedAt));
    }

    private static string? Less(string? expiration, TimeSpan age)
    {
        if (!long.TryParse(expiration, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)) return expiration;
        // Two dispatchers' clocks may differ: a hand-over in the future is no age.
        var left = milliseconds - (long)Math.Max(0, age.TotalMilliseconds);
        return Math.Max(1, left).ToString(CultureInfo.InvariantCulture);
    }

    private static string? LeftOf(in Delivery delivery, DateTimeOffset now)
    {
        var left = HandedAt(delivery) is { } handed
            ? Less(delivery.Properties.Expiration, now - handed)
            : RemainingExpiration(delivery.Properties, now);
        if (Deadlines.Of(delivery.Properties.Headers) is not { } deadline) return left;
        var untilDeadline = Math.Clamp((long)(deadline - now).TotalMilliseconds, 1, uint.MaxValue);
        return long.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var own) && own <= untilDeadline
            ? left
            : untilDeadline.ToString(CultureInfo.InvariantCulture);
    }

    // The ingress queue has counted its share already if the message is still here; what it does not tell is how much. The
    // publisher's timestamp does, to the second; of that second the end is taken, or a message that lives for less would be dead
    // on arrival. At least 1 ms is left, so that expiry happens in a queue that dead-letters.
    private static string? RemainingExpiration(MessageProperties input, DateTimeOffset now)
    {
        if (input.Expiration is not { } text || input.Timestamp is not { } published) return input.Expiration;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)) return text;
        // A time in the future, or so long ago, is a publisher's wrong clock or wrong unit, not an age.
        var seconds = now.ToUnixTimeSeconds() - published;
        if (published < 0 || seconds <= 0 || seconds > (milliseconds / 1000) + SecondsOfADay) return text;
        var age = now.ToUnixTimeMilliseconds() - ((published + 1) * 1000);
        return Math.Max(1, milliseconds - age).ToString(CultureInfo.InvariantCulture);
    }

    private static bool IsPublishers(string name) =>
        !name.StartsWith(HeaderNames.Prefix, StringComparison.Ordinal)
        || name is HeaderNames.Key or HeaderNames.Tenant or HeaderNames.Deadline or HeaderNames.Debug;

    private static bool IsAttempt(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) && attempt is >= 1 and <= 1000;

    private static string Join(object? keys) => keys switch
    {
        IList list and not byte[] => string.Join(',', list.Cast<object?>().Select(Text)),
        _ => Text(keys),
    };

    private static string Text(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
