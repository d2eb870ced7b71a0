using MessageLB.Core.Envelopes;
using MessageLB.Core.Forwarding;
using MessageLB.Core.Groups;
using MessageLB.Core.Retries;
using MessageLB.Core.Settlement;
using MessageLB.Core.Waiting;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>
/// Gives out the turns in a group with rules: forwards what belongs to other groups, then hands over as the waiting room says, as far as
/// there is credit. One loop, the only caller of the picker, the rewriter and the publisher; woken by arrivals, by credit, and when a
/// limit or a wait is over.
/// </summary>
internal sealed class RulePump : IPump
{
    // One hand-over in so many is timed: enough for an average, too few to cost anything.
    private const ulong TimingMask = 15;

    private readonly AsyncSignal _wake = new();
    private readonly GroupRuntime _group;
    private readonly GroupRulesState _rules;
    private readonly RuledPipeline _pipeline;
    private readonly SettleBook _book;
    private readonly DecisionRecorder _decisions;
    private readonly EnvelopeRewriter _rewriter;
    private readonly TimeProvider _time;
    private readonly WaitingRoom<HeldMessage> _room;
    private readonly ForwardRules _forward;
    private readonly ForwardTarget[] _targets;
    private readonly StickyDesk? _sticky;
    private readonly RejectionLog _beyondLimit;
    private readonly ITimer _timer;
    private volatile Exception? _fault;
    private volatile bool _ended;

    public RulePump(GroupRuntime group, RuledPipeline pipeline, SettleBook book, DecisionRecorder decisions, EnvelopeRewriter rewriter, TimeProvider time)
    {
        _group = group;
        _rules = group.Rules!;
        _targets = [.. _rules.Targets, group.Retries];
        _pipeline = pipeline;
        _book = book;
        _decisions = decisions;
        _rewriter = rewriter;
        _time = time;
        _beyondLimit = new RejectionLog(time);
        _room = new WaitingRoom<HeldMessage>(_rules.Waiting);
        _forward = new ForwardRules(group.Config.Name, group.Config.Forward);
        if (group.Config.Sticky is { } sticky) _sticky = new StickyDesk(sticky, _rules.Sticky!, group.State, decisions);
        _timer = time.CreateTimer(static state => ((AsyncSignal)state!).Set(), _wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc />
    public Exception? Fault => _fault;

    /// <inheritdoc />
    public void Wake() => _wake.Set();

    /// <inheritdoc />
    public void End()
    {
        _ended = true;
        _wake.Set();
    }

    /// <inheritdoc />
    public async Task RunAsync(IPublisher publisher)
    {
        _group.CreditSignals.Add(_wake);
        try
        {
            while (!_ended)
            {
                await _wake.WaitAsync();
                await RoundAsync(publisher);
            }

            ReturnAll();
        }
        catch (SessionEndedException)
        {
            // The broker has taken everything back.
        }
        catch (Exception e)
        {
            _fault = e;
            _group.EligibleSignal.Set();
        }
        finally
        {
            _group.CreditSignals.Remove(_wake);
            await _timer.DisposeAsync();
            ForgetAll();
        }
    }

    private async ValueTask RoundAsync(IPublisher publisher)
    {
        TakeIn();
        if (_pipeline.IsStopping)
        {
            ReturnAll();
            return;
        }

        var pause = await ForwardAsync(publisher);
        await HandOverWaitedForAsync(publisher);
        await HandOverAsync(publisher);
        SetTimer(Sooner(Sooner(_room.DueIn, _sticky?.DueIn), pause));
    }

    private void TakeIn()
    {
        while (_pipeline.Inbox.TryDequeue(out var message))
        {
            var delivery = message.Delivery;
            message.Target = Aside.IsDue(delivery, _group.Config.Name, _time) ? _group.Retries
                : _forward.Target(delivery) is { } target ? _rules.Target(target)
                : null;
            if (message.Target is not null)
            {
                message.Target.Waiting.Enqueue(message);
                continue;
            }

            message.RoutingKey = PublisherAddress.RoutingKey(delivery);
            if (_group.Config.Sticky is { } sticky && sticky.Key.TryHash(delivery, out var key)) message.StickyKey = key;
            ulong tenant = 0;
            message.Tenant = _rules.TenantKey?.TryHash(delivery, out tenant) == true ? _rules.NumberOf(tenant) : 0;
            var priority = _group.Config.Priority ? delivery.Properties.Priority.GetValueOrDefault() : (byte)0;
            var counters = _rules.Tenants[message.Tenant];
            if (_room.TryAdd(message, tenant, priority, Now()))
            {
                counters.Came();
                continue;
            }

            counters.CountRefused();
            ReportBeyondLimit(_rules.TenantKey?.Text(delivery.Properties, message.RoutingKey) ?? "");
            _pipeline.Decide(message, Settlement.Reject);
        }
    }

    private async ValueTask<TimeSpan?> ForwardAsync(IPublisher publisher)
    {
        TimeSpan? pause = null;
        foreach (var target in _targets)
        {
            while (target.Waiting.Count > 0 && !_pipeline.IsStopping)
            {
                if (target.PauseLeft(Now()) is { Ticks: > 0 } left)
                {
                    pause = Sooner(pause, left);
                    break;
                }

                var message = target.Waiting.Dequeue();
                _book.HandOver(message.Slot);
                try
                {
                    var properties = target.Kind == ForwardKind.Retries ? _rewriter.SetAside(message.Delivery) : _rewriter.Forward(message.Delivery, target.Name);
                    await publisher.PublishAsync(string.Empty, target.Queue, properties, message.Delivery.Body, (ulong)message.Slot);
                }
                catch (Exception e) when (e is not SessionEndedException)
                {
                    Unpublishable(message, e);
                }
            }
        }

        return pause;
    }

    private async ValueTask HandOverWaitedForAsync(IPublisher publisher)
    {
        if (_sticky is null) return;
        while (!_pipeline.IsStopping && !_group.RescueFirst.IsClaimed && _sticky.TryTake(Now(), out var message, out var destination))
        {
            await PublishAsync(publisher, message, destination);
        }
    }

    private async ValueTask HandOverAsync(IPublisher publisher)
    {
        var held = _group.RescueFirst.IsClaimed;
        while (!_pipeline.IsStopping && !_group.RescueFirst.IsClaimed)
        {
            if (!_pipeline.Inbox.IsEmpty) TakeIn();
            var now = Now();
            if (!_room.TryPeek(now, out var message)) break;
            var wait = false;
            var destination = _sticky is null
                ? _decisions.Pick(message.RoutingKey, message.Delivery.Properties, message.HeldSince)
                : _sticky.Choose(message, now, out wait);
            held = destination is null && !wait;
            if (held)
            {
                if (message.HeldSince == 0) message.HeldSince = _time.GetTimestamp();
                break;
            }

            _room.Take(now);
            if (_room.WasDelayed) _rules.Tenants[message.Tenant].CountDelayed();
            if (wait) _sticky!.Wait(message, now);
            else await PublishAsync(publisher, message, destination!);
        }

        _group.Holding = held;
    }

    private async ValueTask PublishAsync(IPublisher publisher, HeldMessage message, DestinationState destination)
    {
        var counters = _rules.Tenants[message.Tenant];
        counters.Left();
        counters.CountHanded();
        message.Destination = destination;
        message.StartedAt = (message.Delivery.Tag & TimingMask) == 0 ? _time.GetTimestamp() : 0;
        _book.HandOver(message.Slot);
        try
        {
            var properties = _rewriter.Rewrite(message.Delivery, destination, _time.GetUtcNow());
            await publisher.PublishAsync(string.Empty, destination.Queue, properties, message.Delivery.Body, (ulong)message.Slot);
        }
        catch (SessionEndedException)
        {
            destination.Credit.Return(1);
            throw;
        }
        catch (Exception e)
        {
            destination.Credit.Return(1);
            Unpublishable(message, e);
        }
    }

    // A publish that threw gets no outcome. It is a message that cannot be published at all, whatever the destination.
    private void Unpublishable(HeldMessage message, Exception reason)
    {
        _group.ReportUnpublishable(reason);
        _pipeline.Decide(message, Settlement.Reject);
    }

    private void ReportBeyondLimit(string tenant)
    {
        if (_beyondLimit.ShouldLog(tenant, "")) _group.ReportBeyondLimit(tenant);
    }

    private void ReturnAll()
    {
        TakeIn();
        foreach (var target in _targets)
        {
            while (target.Waiting.TryDequeue(out var forwarded)) _pipeline.Decide(forwarded, Settlement.Return);
        }

        while (TryRemoveAny(out var waiting))
        {
            _rules.Tenants[waiting.Tenant].Left();
            _pipeline.Decide(waiting, Settlement.Return);
        }

        _group.Holding = false;
    }

    private bool TryRemoveAny(out HeldMessage message) =>
        _room.TryRemoveAny(out message) || (_sticky is not null && _sticky.TryRemoveAny(out message));

    // What is left after the session is over: nobody else may find it in the queues of targets or in the gauges.
    private void ForgetAll()
    {
        foreach (var target in _targets) target.Waiting.Clear();
        while (TryRemoveAny(out var waiting)) _rules.Tenants[waiting.Tenant].Left();
        _group.Holding = false;
    }

    // Timers count full milliseconds, and one that comes too soon would have to be set again.
    private void SetTimer(TimeSpan? due) =>
        _timer.Change(due is { } left ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    // Since the clock's own beginning, because sticky keys outlive the pump.
    private TimeSpan Now() => _time.GetElapsedTime(0);

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;
}
