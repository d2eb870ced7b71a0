using System.Buffers;
using System.Diagnostics;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Holding;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>
/// A copy of an ingress delivery while it waits or is handed over; one for each place in the prefetch, used again and again. One thread
/// at a time: the receiver's until it is in the pump's inbox, the pump's until it is published, then whoever gets the outcome.
/// </summary>
/// <param name="slot">Its place in the book of unsettled deliveries.</param>
internal sealed class HeldMessage(int slot)
{
    private readonly MessageProperties _properties = new();
    private readonly Dictionary<string, object?> _headers = new(StringComparer.Ordinal);
    private byte[] _body = [];

    public int Slot { get; } = slot;

    /// <summary>The copy.</summary>
    public Delivery Delivery { get; private set; }

    /// <summary>The publisher's routing key.</summary>
    public string RoutingKey { get; set; } = string.Empty;

    /// <summary>Hash of the sticky key; null if it has none.</summary>
    public ulong? StickyKey { get; set; }

    /// <summary>Slot of its key in a group that keeps the order of keys; null if it has no key.</summary>
    public int? OrderSlot { get; set; }

    /// <summary>Lost destination that it was taken back from, so that its slot's later messages wait until it is decided; null for any other.</summary>
    public string? RescuedFrom { get; set; }

    /// <summary>Number of the tenant in the group's counters.</summary>
    public int Tenant { get; set; }

    /// <summary>When it came, on the clock of pauses.</summary>
    public TimeSpan ArrivedAt { get; set; }

    /// <summary>Whether it was handed over before, and is so again.</summary>
    public bool WasHanded { get; set; }

    /// <summary>How its time in hold ended; <see cref="HoldEnd.None"/> while it has not, or if it is handed over again.</summary>
    public HoldEnd End { get; set; }

    /// <summary>With <see cref="HoldEnd.Failed"/> and <see cref="HoldEnd.Dropped"/>: what went wrong.</summary>
    public string? Error { get; set; }

    /// <summary>Workers that died with it in hand while it was here, and before; 0 while none has died with it here.</summary>
    public int Crashes { get; set; }

    /// <summary>When nobody needs it any more, as its last hand-over said; null for never.</summary>
    public DateTimeOffset? Deadline { get; set; }

    /// <summary>When it began to wait for its destination.</summary>
    public TimeSpan WaitsSince { get; set; }

    /// <summary>Timestamp since when it is held because nobody had credit; 0 if it was not.</summary>
    public long HeldSince { get; set; }

    /// <summary>Where it was handed to; null if it was not, or to another group.</summary>
    public DestinationState? Destination { get; set; }

    /// <summary>Group that it is forwarded to; null if it stays.</summary>
    public ForwardTarget? Target { get; set; }

    /// <summary>Timestamp of the publish if its confirm is to be timed, else 0.</summary>
    public long StartedAt { get; set; }

    /// <summary>Span of its last hand-over; null if it has none.</summary>
    public Activity? Span { get; set; }

    /// <summary>Takes a copy of a delivery, whose memory is the transport's.</summary>
    public void Hold(in Delivery delivery)
    {
        var body = delivery.Body;
        if (body.Length > 0)
        {
            _body = ArrayPool<byte>.Shared.Rent(body.Length);
            body.CopyTo(_body);
        }

        _properties.CopyFrom(delivery.Properties, _headers);
        Delivery = delivery with { Properties = _properties, Body = _body.AsMemory(0, body.Length) };
        Destination = null;
        Target = null;
        StickyKey = null;
        OrderSlot = null;
        RescuedFrom = null;
        HeldSince = 0;
        StartedAt = 0;
        ArrivedAt = TimeSpan.Zero;
        Span = null;
        WasHanded = false;
        End = HoldEnd.None;
        Error = null;
        Crashes = 0;
        Deadline = null;
    }

    /// <summary>Gives the memory back. Before the slot is decided, for then it is somebody else's.</summary>
    public void Release()
    {
        if (_body.Length > 0) ArrayPool<byte>.Shared.Return(_body);
        _body = [];
        _properties.Clear();
        _headers.Clear();
        Span = null;
        Delivery = default;
    }
}
