using MessageLB.Core.Envelopes;
using MessageLB.Core.Failover;
using MessageLB.Core.Forwarding;
using MessageLB.Core.Retries;
using MessageLB.Core.Settlement;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Fallback;

/// <summary>
/// Sends messages away from a group that has nobody left: where its rules forward them anyway, else to a group that stands in, else, when
/// they have waited for too long, to its dead letters. What can go nowhere waits here. One loop; woken by arrivals, by every tick, and
/// when a wait is over.
/// </summary>
internal sealed class LeavingPump : IPump
{
    private readonly AsyncSignal _wake = new();
    private readonly GroupRuntime _group;
    private readonly RuledPipeline _pipeline;
    private readonly SettleBook _book;
    private readonly EnvelopeRewriter _rewriter;
    private readonly TimeProvider _time;
    private readonly bool _isIngress;
    private readonly ForwardRules _forward;
    private readonly ForwardTarget? _dead;
    private readonly ITimer _timer;
    private readonly List<HeldMessage> _waiting = [];
    private volatile Exception? _fault;
    private volatile bool _ended;

    public LeavingPump(GroupRuntime group, IFlowSource source, RuledPipeline pipeline, SettleBook book, EnvelopeRewriter rewriter, TimeProvider time)
    {
        (_group, _pipeline, _book, _rewriter, _time) = (group, pipeline, book, rewriter, time);
        _isIngress = source.IsIngress;
        _dead = _isIngress ? group.Fallback.Dead : null;
        // What waits at a lost destination has passed the rules before.
        _forward = new ForwardRules(group.Config.Name, _isIngress ? group.Config.Forward : []);
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
                TakeIn();
                if (_pipeline.IsStopping) ReturnAll();
                else await RoundAsync(publisher);
            }

            TakeIn();
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
        }
    }

    private void TakeIn()
    {
        while (_pipeline.Inbox.TryDequeue(out var message))
        {
            message.WaitsSince = Now();
            if (_isIngress && Aside.IsDue(message.Delivery, _group.Config.Name, _time)) message.Target = _group.Retries;
            else if (_forward.Target(message.Delivery) is { } target) message.Target = _group.Rules!.Target(target);
            _waiting.Add(message);
        }
    }

    private async ValueTask RoundAsync(IPublisher publisher)
    {
        TimeSpan? next = null;
        var kept = 0;
        for (var i = 0; i < _waiting.Count; i++)
        {
            var message = _waiting[i];
            // Somebody who has come meanwhile gets what is left.
            if (!_pipeline.IsStopping && _group.Fallback.IsOn && ReadyTarget(message, ref next) is { } target) await SendAsync(publisher, message, target);
            else _waiting[kept++] = message;
        }

        _waiting.RemoveRange(kept, _waiting.Count - kept);
        // Timers count full milliseconds, and one that comes too soon would have to be set again.
        _timer.Change(next is { } left ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    // Where it goes now; null if it waits. Then the shortest time until it is worth another look is noted.
    private ForwardTarget? ReadyTarget(HeldMessage message, ref TimeSpan? next)
    {
        var left = TimeSpan.Zero;
        var target = message.Target ?? _group.Fallback.StandInFor(message.Delivery);
        if (target is null)
        {
            if (_dead is null) return null;
            target = _dead;
            left = _group.Config.WhenNone.After - Waited(message);
        }

        var pause = target.PauseLeft(Now());
        if (pause > left) left = pause;
        if (left <= TimeSpan.Zero) return target;
        if (next is null || left < next) next = left;
        return null;
    }

    private TimeSpan Waited(HeldMessage message) =>
        LastResort.Waited(_group.NobodyFor(), Now() - message.WaitsSince, message.Delivery.Properties.Timestamp, _time.GetUtcNow());

    private async ValueTask SendAsync(IPublisher publisher, HeldMessage message, ForwardTarget target)
    {
        var isByRule = message.Target is not null;
        message.Target = target;
        _book.HandOver(message.Slot);
        try
        {
            var properties = target.Kind == ForwardKind.DeadLetters ? _rewriter.Bury(message.Delivery, DeadReasons.Nobody, _time.GetUtcNow())
                : target.Kind == ForwardKind.Retries ? _rewriter.SetAside(message.Delivery)
                : isByRule ? _rewriter.Forward(message.Delivery, target.Name)
                : _rewriter.FallBack(message.Delivery, target.Name);
            await publisher.PublishAsync(string.Empty, target.Queue, properties, message.Delivery.Body, (ulong)message.Slot);
        }
        catch (Exception e) when (e is not SessionEndedException)
        {
            _group.ReportUnpublishable(e);
            _pipeline.Decide(message, Settlement.Reject);
        }
    }

    private void ReturnAll()
    {
        foreach (var message in _waiting) _pipeline.Decide(message, _pipeline.NotHandedOver);
        _waiting.Clear();
    }

    private TimeSpan Now() => _time.GetElapsedTime(0);
}
