using MessageLB.Core.Envelopes;
using MessageLB.Core.Retries;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Framing;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Ordering;

/// <summary>
/// Hands over what is taken back from a lost destination's queue, in a group that keeps the order of keys: nothing until all of it is in hand
/// (<see cref="Release"/>), then slot by slot, before what is newer.
/// </summary>
internal sealed class TakenBackPump(GroupRuntime group, IFlowSource source, RuledPipeline pipeline, MessageSender sender, OrderDesk desk, DecisionRecorder decisions, string lost, TimeProvider time)
    : Pump(group, pipeline, time)
{
    private readonly GroupOrder _order = group.Order!;
    private readonly Queue<HeldMessage> _inHand = [];
    private readonly Queue<HeldMessage> _withoutKey = [];
    private volatile bool _isReleased;
    private bool _isSorted;
    private int _received;

    /// <summary>Messages that have come.</summary>
    public int Received => Volatile.Read(ref _received);

    /// <summary>Nothing is left in the queue, and nobody else takes from it: now they may go.</summary>
    public void Release()
    {
        _isReleased = true;
        Wake();
    }

    /// <inheritdoc />
    protected override void TakeIn()
    {
        while (Pipeline.Inbox.TryDequeue(out var message))
        {
            message.RoutingKey = PublisherAddress.RoutingKey(message.Delivery);
            message.OrderSlot = _order.SlotOf(message.Delivery);
            _inHand.Enqueue(message);
            Interlocked.Increment(ref _received);
        }

        while (Pipeline.TryTakeBack(out var back)) desk.WaitAgain(back);
    }

    /// <inheritdoc />
    protected override async ValueTask<TimeSpan?> RoundAsync(FlowPublisher publisher)
    {
        if (!_isReleased) return null;
        if (!_isSorted) await SortAsync(publisher);
        while (!Pipeline.IsStopping && desk.TryTake(Now(), out var message, out var destination)) await sender.HandOverAsync(publisher, message, destination);
        while (!Pipeline.IsStopping && _withoutKey.TryPeek(out var free))
        {
            if (decisions.Pick(free.RoutingKey, free.Delivery.Properties, free.HeldSince) is not { } picked) break;
            await sender.HandOverAsync(publisher, _withoutKey.Dequeue(), picked);
        }

        return null;
    }

    /// <inheritdoc />
    protected override void ReturnAll()
    {
        while (TryRemoveAny(out var message)) Pipeline.Decide(message, Pipeline.NotHandedOver);
    }

    /// <inheritdoc />
    protected override void ForgetAll()
    {
        while (TryRemoveAny(out var message))
        {
            if (message.RescuedFrom is not null) _order.Book.Decided(message.OrderSlot!.Value, lost);
        }
    }

    private async ValueTask SortAsync(FlowPublisher publisher)
    {
        _isSorted = true;
        foreach (var message in _inHand) message.RescuedFrom = message.OrderSlot is null ? null : lost;
        _order.Book.TakenBack(lost, _inHand.Where(message => message.RescuedFrom is not null).Select(message => message.OrderSlot!.Value));
        // The ingress flow may have waited for this.
        Group.CreditSignals.Set();
        while (_inHand.TryDequeue(out var message))
        {
            if (source.IsOfTheDead && Crashes.AreTooMany(message.Delivery, Group.Config.Retry.QuarantineAfter)) await SetAsideAsync(publisher, message);
            else if (message.OrderSlot is null) _withoutKey.Enqueue(message);
            else desk.Wait(message, Now());
        }
    }

    private ValueTask SetAsideAsync(FlowPublisher publisher, HeldMessage message)
    {
        message.Target = Group.Retries;
        return sender.SendAsync(publisher, message, Group.Retries);
    }

    private bool TryRemoveAny(out HeldMessage message) => _inHand.TryDequeue(out message!) || _withoutKey.TryDequeue(out message!) || desk.TryRemoveAny(out message);
}
