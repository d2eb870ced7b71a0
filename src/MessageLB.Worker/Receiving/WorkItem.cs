using System.Buffers;
using System.Globalization;
using MessageLB.Transport;
using MessageLB.Worker.Duplicates;

namespace MessageLB.Worker.Receiving;

/// <summary>One delivery from its receipt to its settlement, with its own copy of body and properties.</summary>
internal sealed class WorkItem
{
    private readonly byte[]? _rented;
    private int _holders = 1;
    private int _claimed;

    private WorkItem(Reception reception, ulong tag, long receivedAt, Message message, byte[]? rented, bool isCanary)
    {
        Reception = reception;
        Tag = tag;
        ReceivedAt = receivedAt;
        Message = message;
        Id = message.MessageId;
        Kind = message.Properties.Type;
        Body = message.Body;
        IsCanary = isCanary;
        OrderSlot = isCanary ? null : HeaderValues.GetText(message.Properties.Headers, HeaderNames.Slot);
        AsksForResult = !string.IsNullOrEmpty(Id) && HeaderValues.GetText(message.Properties.Headers, HeaderNames.Result) == "1";
        _rented = rented;
    }

    /// <summary>Reception that the delivery came in; it can be settled only there.</summary>
    public Reception Reception { get; }

    public WorkerSession Session => Reception.Session;

    public ulong Tag { get; }

    public long ReceivedAt { get; }

    public Message Message { get; }

    /// <summary>The message's id as it arrived, whatever the handler did with its properties.</summary>
    public string? Id { get; }

    /// <summary>The message's type as it arrived, whatever the handler did with its properties.</summary>
    public string? Kind { get; }

    /// <summary>The body as it arrived; valid while the item is held.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Whether it is a dispatcher's canary and no message: no handler sees it, and it is in no books.</summary>
    public bool IsCanary { get; }

    /// <summary>What a canary is answered with; null if it cannot be.</summary>
    public string? CanaryId => IsCanary ? Canary.Id(Message.Properties) : null;

    /// <summary>Whether whoever handed it over wants to know what becomes of it, as it arrived.</summary>
    public bool AsksForResult { get; }

    /// <summary>Slot of its key, as it arrived, if its group keeps the order of keys; else null.</summary>
    public string? OrderSlot { get; }

    /// <summary>Whether its place among the messages of its key is kept: it is never sent back only because the worker goes out of service.</summary>
    public bool KeepsPlace => OrderSlot is not null;

    /// <summary>The next one of its slot; owned by <see cref="Ordering.SlotLanes"/>.</summary>
    public WorkItem? Follower { get; set; }

    /// <summary>Neighbours in <see cref="InFlightList"/>, which owns both fields.</summary>
    public WorkItem? Older { get; set; }

    public WorkItem? Newer { get; set; }

    /// <summary>The next one that waits for the same handler's result; owned by <see cref="DropWindow"/> until it gives the items out.</summary>
    public WorkItem? Twin { get; set; }

    public static WorkItem Copy(in Delivery delivery, Reception reception, in WorkerInstance worker, long now)
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
        return new WorkItem(reception, delivery.Tag, now, message, rented, Canary.Is(delivery));
    }

    /// <summary>
    /// Takes the right to settle the item, once: either its handler has ended, or the handler is given up. The loser leaves it alone.
    /// </summary>
    public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;

    /// <summary>Holds the item for one more; only while it is held anyway.</summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>Lets the item go; the last one to do so gives the body's memory back. Until a handler has ended, its slot holds the item.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) > 0) return;
        Message.ReleaseBody();
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
    }

    // What is no attempt number is a first attempt: the header may come from a publisher that knows nothing of it.
    private static int AttemptOf(IDictionary<string, object?>? headers)
    {
        var text = HeaderValues.GetText(headers, HeaderNames.Attempt);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) && attempt > 0 ? attempt : 1;
    }
}
