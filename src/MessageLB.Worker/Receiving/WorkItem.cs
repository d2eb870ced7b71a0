using System.Buffers;
using System.Globalization;
using MessageLB.Transport;

namespace MessageLB.Worker.Receiving;

/// <summary>One delivery from its receipt to its settlement, with its own copy of body and properties.</summary>
internal sealed class WorkItem
{
    private byte[]? _rented;

    private WorkItem(WorkerSession session, ulong tag, long receivedAt, Message message, byte[]? rented)
    {
        Session = session;
        Tag = tag;
        ReceivedAt = receivedAt;
        Message = message;
        Kind = message.Properties.Type;
        _rented = rented;
    }

    /// <summary>Session that the delivery belongs to; it can be settled only there.</summary>
    public WorkerSession Session { get; }

    public ulong Tag { get; }

    public long ReceivedAt { get; }

    public Message Message { get; }

    /// <summary>The message's type as it arrived, whatever the handler did with its properties.</summary>
    public string? Kind { get; }

    /// <summary>The body as it arrived, whatever the handler did with the message.</summary>
    public ReadOnlyMemory<byte> Body => Message.Body;

    /// <summary>Neighbours in <see cref="InFlightList"/>, which owns both fields.</summary>
    public WorkItem? Older { get; set; }

    public WorkItem? Newer { get; set; }

    public static WorkItem Copy(in Delivery delivery, WorkerSession session, in WorkerInstance worker, long now)
    {
        var properties = new MessageProperties();
        properties.CopyFrom(delivery.Properties);
        byte[]? rented = null;
        var length = delivery.Body.Length;
        if (length > 0)
        {
            rented = ArrayPool<byte>.Shared.Rent(length);
            delivery.Body.CopyTo(rented);
        }

        var headers = properties.Headers;
        var message = new Message(rented.AsMemory(0, length), properties)
        {
            Exchange = HeaderValues.GetText(headers, HeaderNames.Exchange) ?? delivery.Exchange,
            RoutingKey = HeaderValues.GetText(headers, HeaderNames.RoutingKey) ?? delivery.RoutingKey,
            Attempt = AttemptOf(headers),
            Group = worker.Group,
            Destination = worker.Destination,
            Dispatcher = HeaderValues.GetText(headers, HeaderNames.Dispatcher),
            Redelivered = delivery.Redelivered,
        };
        return new WorkItem(session, delivery.Tag, now, message, rented);
    }

    /// <summary>Gives the body's memory back. The item is not used afterwards.</summary>
    public void Release()
    {
        Message.ReleaseBody();
        var rented = Interlocked.Exchange(ref _rented, null);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    // What is no attempt number is a first attempt: the header may come from a publisher that knows nothing of it.
    private static int AttemptOf(IDictionary<string, object?>? headers)
    {
        var text = HeaderValues.GetText(headers, HeaderNames.Attempt);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) && attempt > 0 ? attempt : 1;
    }
}
