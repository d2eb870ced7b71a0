using System.Collections.Concurrent;
using MessageLB.Core.Settlement;
using MessageLB.Dispatcher.Duplicates;
using MessageLB.Dispatcher.Framing;
using MessageLB.Dispatcher.Holding;
using MessageLB.Dispatcher.Ordering;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Telemetry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>
/// The path of a message that may wait out of order: receive, copy, wait for its turn, and then as in <see cref="GroupPipeline"/>. Here is
/// what the receiver's and the publisher's threads do; turns are given out by the pump. What waits is bounded by the
/// prefetch and by <c>waiting_memory</c>; beyond that the receiver waits.
/// </summary>
/// <param name="group">The group.</param>
/// <param name="source">Where the deliveries come from.</param>
/// <param name="book">Books of the unsettled deliveries of one receiver.</param>
/// <param name="acker">Told when a delivery is decided.</param>
/// <param name="duplicates">Tells copies; null if nothing is one.</param>
/// <param name="maxMessageSize">Largest body in bytes.</param>
/// <param name="time">Clock.</param>
/// <param name="hold">Keeps what is handed over until its result; null where it is done with once it is confirmed.</param>
internal sealed class RuledPipeline(GroupRuntime group, IFlowSource source, SettleBook book, IngressAcker acker, IngressDuplicates? duplicates, int maxMessageSize, TimeProvider time, HoldDesk? hold = null) : IIngressPipeline
{
    private readonly int _memory = hold is null ? group.Config.WaitingMemory : group.Config.HoldMemory;
    private readonly HeldMessage[] _messages = [.. Enumerable.Range(0, source.Receive.Prefetch).Select(slot => new HeldMessage(slot))];
    private readonly ConcurrentQueue<HeldMessage> _back = [];
    private readonly GroupOrder? _order = group.Order;
    private readonly AsyncSignal _room = new();
    private Pump? _pump;
    private Task _pumping = Task.CompletedTask;
    private long _bytes;
    private volatile bool _stopping;

    /// <summary>Copies that the pump has not seen yet.</summary>
    public ConcurrentQueue<HeldMessage> Inbox { get; } = [];

    /// <summary>Told when a delivery is decided.</summary>
    public IngressAcker Acker => acker;

    /// <summary>The message in a place of the prefetch.</summary>
    public HeldMessage this[int slot] => _messages[slot];

    /// <summary>Whether all that comes is taken, however much memory that needs. Default false.</summary>
    public bool TakesAll { get; init; }

    /// <inheritdoc />
    public Exception? Fault => _pump?.Fault;

    /// <summary>Whether nothing is to be handed over any more.</summary>
    public bool IsStopping => _stopping;

    /// <summary>
    /// How what stopping interrupts ends. One that is returned by itself would come back behind those that were fetched with it.
    /// </summary>
    public Settlement NotHandedOver => group.Config.IsSingleActive ? Settlement.Leave : Settlement.Return;

    /// <summary>Gives the pipeline its pump, before its publisher.</summary>
    public void Attach(Pump pump) => _pump = pump;

    /// <inheritdoc />
    public void Attach(FlowPublisher publisher)
    {
        hold?.Begin();
        _pumping = _pump!.RunAsync(publisher);
    }

    /// <summary>Tells the pump that there is something new. Any thread; cheap.</summary>
    public void Wake() => _pump!.Wake();

    /// <inheritdoc />
    public void BeginStop()
    {
        _stopping = true;
        _pump!.Wake();
        _room.Set();
    }

    /// <inheritdoc />
    public async Task EndAsync(TimeSpan limit)
    {
        // The pump goes on meanwhile: what fails now is still published.
        if (hold is not null) await hold.EndAsync(limit);
        duplicates?.End();
        _pump!.End();
        await _pumping;
    }

    /// <inheritdoc />
    public ValueTask HandleAsync(Delivery delivery)
    {
        var message = _messages[book.Begin(delivery.Tag)];
        if (Canary.Is(delivery)) return Drop(message, delivery);
        source.Received(delivery);
        if (duplicates is not null && duplicates.IsCopy(delivery, message.Slot))
        {
            group.Counters.CountCopy();
            Decide(message, Settlement.Ack);
            return ValueTask.CompletedTask;
        }

        if (delivery.Body.Length > maxMessageSize)
        {
            group.ReportOversize(delivery.Body.Length, maxMessageSize);
            Decide(message, Settlement.Reject);
            return ValueTask.CompletedTask;
        }

        if (_stopping)
        {
            Decide(message, NotHandedOver);
            return ValueTask.CompletedTask;
        }

        message.Hold(delivery);
        var bytes = Interlocked.Add(ref _bytes, delivery.Body.Length);
        Inbox.Enqueue(message);
        _pump!.Wake();
        return TakesAll || bytes <= _memory ? ValueTask.CompletedTask : WaitForRoomAsync();
    }

    /// <inheritdoc />
    public void OnOutcome(ulong correlation, PublishOutcome outcome)
    {
        var message = _messages[(int)correlation];
        if (message.Target is null && message.Span is { } span) RouteSpans.End(span, outcome);
        // Unknown: the session is gone and the broker takes the ingress delivery back by itself. The credit stays taken, as the message
        // may well lie in the destination's queue; the next session looks there before it hands over.
        if (outcome == PublishOutcome.Unknown) return;
        if (message.Target is { } target) OnForwarded(message, target, outcome);
        else OnHandedOver(message, outcome);
    }

    /// <summary>A message that keeps its place among those of its slot though its hand-over failed; false if there is none. The pump's thread.</summary>
    public bool TryTakeBack(out HeldMessage message)
    {
        if (!_back.TryDequeue(out message!)) return false;
        book.TakeBack(message.Slot);
        message.Destination = null;
        return true;
    }

    /// <summary>Decides how a delivery ends; once, on any thread.</summary>
    public void Decide(HeldMessage message, Settlement settlement)
    {
        if (settlement == Settlement.Reject)
        {
            group.Counters.CountRejected();
            source.Rejected();
        }

        if (message.RescuedFrom is { } lost) _order!.Book.Decided(message.OrderSlot!.Value, lost);
        var length = message.Delivery.Body.Length;
        message.Release();
        duplicates?.Decided(message.Slot, settlement);
        book.Complete(message.Slot, settlement);
        source.Decided();
        acker.Wake();
        if (length > 0 && Interlocked.Add(ref _bytes, -length) + length > _memory) _room.Set();
    }

    private ValueTask Drop(HeldMessage place, in Delivery canary)
    {
        group.DropCanary(canary);
        book.Complete(place.Slot, Settlement.Ack);
        acker.Wake();
        return ValueTask.CompletedTask;
    }

    private void OnHandedOver(HeldMessage message, PublishOutcome outcome)
    {
        var destination = message.Destination!;
        if (outcome == PublishOutcome.Confirmed)
        {
            var slot = message.OrderSlot;
            destination.CountHanded();
            source.HandedOver(message.StartedAt);
            if (hold is not null)
            {
                hold.Confirmed(message);
                return;
            }

            Decide(message, Settlement.Ack);
            if (slot is { } turn) _order!.Confirmed(turn);
            return;
        }

        destination.Credit.Return(1);
        group.HandOverFailed(destination, outcome);
        if (hold is not null) hold.NotTaken(message);
        else if (message.OrderSlot is null) Decide(message, Settlement.Return);
        else HandBack(message);
    }

    // At ingress it would come behind the others of its key.
    private void HandBack(HeldMessage message)
    {
        _back.Enqueue(message);
        _pump!.Wake();
        // The pump may have looked for the last time before this one came.
        while (_stopping && _back.TryDequeue(out var late)) Decide(late, NotHandedOver);
    }

    private void OnForwarded(HeldMessage message, ForwardTarget target, PublishOutcome outcome)
    {
        if (outcome == PublishOutcome.Confirmed)
        {
            target.Succeeded();
            if (target.Kind == ForwardKind.DeadLetters && message.End == HoldEnd.None) group.Counters.CountRejected();
            source.SentAway();
            Decide(message, Settlement.Ack);
            return;
        }

        if (target.Failed(outcome, time.GetElapsedTime(0))) group.ReportNotForwarded(target, outcome);
        Decide(message, Settlement.Return);
    }

    private async ValueTask WaitForRoomAsync()
    {
        while (!_stopping && Interlocked.Read(ref _bytes) > _memory) await _room.WaitAsync();
    }
}
