using MessageLB.Core.Envelopes;
using MessageLB.Core.Forwarding;
using MessageLB.Core.Groups;
using MessageLB.Core.Retries;
using MessageLB.Core.Settlement;
using MessageLB.Core.Waiting;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Framing;
using MessageLB.Dispatcher.Holding;
using MessageLB.Dispatcher.Ordering;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>
/// Gives out the turns in a group with rules: forwards what belongs to other groups, then hands over as the waiting room says, as far as
/// there is credit. One loop, the only caller of the picker, the rewriter and the publisher; woken by arrivals, by credit, and when a
/// limit or a wait is over.
/// </summary>
internal sealed class RulePump : Pump
{
    private readonly GroupRulesState _rules;
    private readonly DecisionRecorder _decisions;
    private readonly MessageSender _sender;
    private readonly WaitingRoom<HeldMessage> _room;
    private readonly ForwardRules _forward;
    private readonly ForwardTarget[] _targets;
    private readonly IWaitingDesk? _desk;
    private readonly OrderDesk? _order;
    private readonly RejectionLog _beyondLimit;
    private readonly HoldTurns? _hold;

    public RulePump(GroupRuntime group, RuledPipeline pipeline, MessageSender sender, DecisionRecorder decisions, TimeProvider time, HoldTurns? hold = null)
        : base(group, pipeline, time)
    {
        _hold = hold;
        _rules = group.Rules!;
        _targets = [.. _rules.Targets, group.Retries];
        _decisions = decisions;
        _sender = sender;
        _beyondLimit = new RejectionLog(time);
        _room = new WaitingRoom<HeldMessage>(_rules.Waiting);
        _forward = new ForwardRules(group.Config.Name, group.Config.Forward);
        if (group.Order is { } order) _order = new OrderDesk(order, group.State, decisions, group.Config.OrderSlots, rescuedFrom: null);
        _desk = _order;
        if (group.Config.Sticky is { } sticky) _desk = new StickyDesk(sticky, _rules.Sticky!, group.State, decisions);
    }

    /// <inheritdoc />
    protected override async ValueTask<TimeSpan?> RoundAsync(FlowPublisher publisher)
    {
        var pause = await ForwardAsync(publisher);
        if (_hold is not null)
        {
            await _hold.SendEndedAsync(publisher);
            await HandOverAgainAsync(publisher);
        }

        await HandOverWaitedForAsync(publisher);
        await HandOverAsync(publisher);
        return Sooner(Sooner(Sooner(_room.DueIn, _desk?.DueIn), pause), _hold?.DueIn);
    }

    /// <inheritdoc />
    protected override async ValueTask StopRoundAsync(FlowPublisher publisher)
    {
        // What failed has had its attempt: another one, with nothing said of this one, is not what stopping is to bring about.
        if (_hold is not null) await _hold.SendEndedAsync(publisher);
        ReturnAll();
    }

    /// <inheritdoc />
    protected override void TakeIn()
    {
        _hold?.TakeIn();
        while (Pipeline.Inbox.TryDequeue(out var message))
        {
            var delivery = message.Delivery;
            message.ArrivedAt = Now();
            message.Target = Aside.IsDue(delivery, Group.Config.Name, Time) ? Group.Retries
                : _forward.Target(delivery) is { } target ? _rules.Target(target)
                : null;
            if (message.Target is not null)
            {
                message.Target.Waiting.Enqueue(message);
                continue;
            }

            message.RoutingKey = PublisherAddress.RoutingKey(delivery);
            if (Group.Config.Sticky is { } sticky && sticky.Key.TryHash(delivery, out var key)) message.StickyKey = key;
            message.OrderSlot = Group.Order?.SlotOf(delivery);
            ulong tenant = 0;
            message.Tenant = _rules.TenantKey?.TryHash(delivery, out tenant) == true ? _rules.NumberOf(tenant) : 0;
            var priority = Group.Config.Priority ? delivery.Properties.Priority.GetValueOrDefault() : (byte)0;
            var counters = _rules.Tenants[message.Tenant];
            if (_room.TryAdd(message, tenant, priority, Now()))
            {
                counters.Came();
                continue;
            }

            counters.CountRefused();
            ReportBeyondLimit(_rules.TenantKey?.Text(delivery.Properties, message.RoutingKey) ?? "");
            Pipeline.Decide(message, Settlement.Reject);
        }

        while (Pipeline.TryTakeBack(out var back))
        {
            _rules.Tenants[back.Tenant].Came();
            _order!.WaitAgain(back);
        }
    }

    private async ValueTask<TimeSpan?> ForwardAsync(FlowPublisher publisher)
    {
        TimeSpan? pause = null;
        foreach (var target in _targets)
        {
            while (target.Waiting.Count > 0 && !Pipeline.IsStopping)
            {
                if (target.PauseLeft(Now()) is { Ticks: > 0 } left)
                {
                    pause = Sooner(pause, left);
                    break;
                }

                await _sender.SendAsync(publisher, target.Waiting.Dequeue(), target);
            }
        }

        return pause;
    }

    private async ValueTask HandOverWaitedForAsync(FlowPublisher publisher)
    {
        if (_desk is null) return;
        while (!Pipeline.IsStopping && !Group.RescueFirst.IsClaimed && _desk.TryTake(Now(), out var message, out var destination))
        {
            await PublishAsync(publisher, message, destination);
        }
    }

    private async ValueTask HandOverAgainAsync(FlowPublisher publisher)
    {
        while (!Pipeline.IsStopping && _hold!.Next is { } message)
        {
            var now = Now();
            if (_hold.IsStale(message))
            {
                _hold.Take();
                Pipeline.Decide(message, Settlement.Return);
                continue;
            }

            var destination = Choose(message, now, out var wait);
            if (destination is null && !wait)
            {
                if (message.HeldSince == 0) message.HeldSince = Time.GetTimestamp();
                return;
            }

            _hold.Take();
            if (wait) _desk!.Wait(message, now);
            else await PublishAsync(publisher, message, destination!);
        }
    }

    private async ValueTask HandOverAsync(FlowPublisher publisher)
    {
        var held = Group.RescueFirst.IsClaimed || _hold?.Claims() == true;
        while (!Pipeline.IsStopping && !Group.RescueFirst.IsClaimed && _hold?.Claims() != true)
        {
            if (!Pipeline.Inbox.IsEmpty) TakeIn();
            var now = Now();
            if (!_room.TryPeek(now, out var message)) break;
            if (_hold?.IsStale(message) == true)
            {
                _room.Take(now);
                _rules.Tenants[message.Tenant].Left();
                Pipeline.Decide(message, Settlement.Return);
                continue;
            }

            var destination = Choose(message, now, out var wait);
            held = destination is null && !wait;
            if (held)
            {
                if (message.HeldSince == 0) message.HeldSince = Time.GetTimestamp();
                break;
            }

            _room.Take(now);
            if (_room.WasDelayed) _rules.Tenants[message.Tenant].CountDelayed();
            if (wait) _desk!.Wait(message, now);
            else await PublishAsync(publisher, message, destination!);
        }

        Group.Holding = held;
    }

    private DestinationState? Choose(HeldMessage message, TimeSpan now, out bool wait)
    {
        wait = false;
        return _desk is null ? _decisions.Pick(message.RoutingKey, message.Delivery.Properties, message.HeldSince) : _desk.Choose(message, now, out wait);
    }

    private async ValueTask PublishAsync(FlowPublisher publisher, HeldMessage message, DestinationState destination)
    {
        if (!message.WasHanded)
        {
            _rules.Tenants[message.Tenant].Left();
            _rules.Tenants[message.Tenant].CountHanded();
        }

        message.WasHanded = true;
        await _sender.HandOverAsync(publisher, message, destination);
    }

    private void ReportBeyondLimit(string tenant)
    {
        if (_beyondLimit.ShouldLog(tenant, "")) Group.ReportBeyondLimit(tenant);
    }

    /// <inheritdoc />
    protected override void ReturnAll()
    {
        foreach (var target in _targets)
        {
            while (target.Waiting.TryDequeue(out var forwarded)) Pipeline.Decide(forwarded, Pipeline.NotHandedOver);
        }

        while (TryRemoveAny(out var waiting))
        {
            if (!waiting.WasHanded) _rules.Tenants[waiting.Tenant].Left();
            Pipeline.Decide(waiting, Pipeline.NotHandedOver);
        }

        _hold?.ReturnAll();

        Group.Holding = false;
    }

    private bool TryRemoveAny(out HeldMessage message) =>
        _room.TryRemoveAny(out message) || (_desk is not null && _desk.TryRemoveAny(out message));

    /// <inheritdoc />
    protected override void ForgetAll()
    {
        foreach (var target in _targets) target.Waiting.Clear();
        while (TryRemoveAny(out var waiting))
        {
            if (!waiting.WasHanded) _rules.Tenants[waiting.Tenant].Left();
        }

        _hold?.ForgetAll();
        Group.Holding = false;
    }

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;
}
