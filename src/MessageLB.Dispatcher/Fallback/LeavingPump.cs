using MessageLB.Core.Envelopes;
using MessageLB.Core.Failover;
using MessageLB.Core.Forwarding;
using MessageLB.Core.Retries;
using MessageLB.Core.Settlement;
using MessageLB.Dispatcher.Framing;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Fallback;

/// <summary>
/// Sends messages away from a group that has nobody left: where its rules forward them anyway, else to a group that stands in, else, when
/// they have waited for too long, to its dead letters. What can go nowhere waits here. One loop; woken by arrivals, by every tick, and
/// when a wait is over.
/// </summary>
internal sealed class LeavingPump : Pump
{
    private readonly SettleBook _book;
    private readonly EnvelopeRewriter _rewriter;
    private readonly bool _isIngress;
    private readonly ForwardRules _forward;
    private readonly ForwardTarget? _dead;
    private readonly List<HeldMessage> _waiting = [];

    public LeavingPump(GroupRuntime group, IFlowSource source, RuledPipeline pipeline, SettleBook book, EnvelopeRewriter rewriter, TimeProvider time)
        : base(group, pipeline, time)
    {
        (_book, _rewriter) = (book, rewriter);
        _isIngress = source.IsIngress;
        _dead = _isIngress ? group.Fallback.Dead : null;
        // What waits at a lost destination has passed the rules before.
        _forward = new ForwardRules(group.Config.Name, _isIngress ? group.Config.Forward : []);
    }

    /// <inheritdoc />
    protected override void TakeIn()
    {
        while (Pipeline.Inbox.TryDequeue(out var message))
        {
            message.WaitsSince = Now();
            if (_isIngress && Aside.IsDue(message.Delivery, Group.Config.Name, Time)) message.Target = Group.Retries;
            else if (_forward.Target(message.Delivery) is { } target) message.Target = Group.Rules!.Target(target);
            _waiting.Add(message);
        }
    }

    /// <inheritdoc />
    protected override async ValueTask<TimeSpan?> RoundAsync(FlowPublisher publisher)
    {
        TimeSpan? next = null;
        var kept = 0;
        for (var i = 0; i < _waiting.Count; i++)
        {
            var message = _waiting[i];
            // Somebody who has come meanwhile gets what is left.
            if (!Pipeline.IsStopping && Group.Fallback.IsOn && ReadyTarget(message, ref next) is { } target) await SendAsync(publisher, message, target);
            else _waiting[kept++] = message;
        }

        _waiting.RemoveRange(kept, _waiting.Count - kept);
        return next;
    }

    // Where it goes now; null if it waits. Then the shortest time until it is worth another look is noted.
    private ForwardTarget? ReadyTarget(HeldMessage message, ref TimeSpan? next)
    {
        var left = TimeSpan.Zero;
        var target = message.Target ?? Group.Fallback.StandInFor(message.Delivery);
        if (target is null)
        {
            if (_dead is null) return null;
            target = _dead;
            left = Group.Config.WhenNone.After - Waited(message);
        }

        var pause = target.PauseLeft(Now());
        if (pause > left) left = pause;
        if (left <= TimeSpan.Zero) return target;
        if (next is null || left < next) next = left;
        return null;
    }

    private TimeSpan Waited(HeldMessage message) =>
        LastResort.Waited(Group.NobodyFor(), Now() - message.WaitsSince, message.Delivery.Properties.Timestamp, Time.GetUtcNow());

    private async ValueTask SendAsync(FlowPublisher publisher, HeldMessage message, ForwardTarget target)
    {
        var isByRule = message.Target is not null;
        message.Target = target;
        _book.HandOver(message.Slot);
        try
        {
            var properties = target.Kind == ForwardKind.DeadLetters ? _rewriter.Bury(message.Delivery, DeadReasons.Nobody, Time.GetUtcNow())
                : target.Kind == ForwardKind.Retries ? _rewriter.SetAside(message.Delivery)
                : isByRule ? _rewriter.Forward(message.Delivery, target.Name)
                : _rewriter.FallBack(message.Delivery, target.Name);
            await publisher.PublishAsync(target.Exchange, target.RoutingKey, properties, message.Delivery.Body, (ulong)message.Slot);
        }
        catch (Exception e) when (e is not SessionEndedException)
        {
            Group.ReportUnpublishable(e);
            Pipeline.Decide(message, Settlement.Reject);
        }
    }

    /// <inheritdoc />
    protected override void ReturnAll()
    {
        foreach (var message in _waiting) Pipeline.Decide(message, Pipeline.NotHandedOver);
        _waiting.Clear();
    }

    /// <inheritdoc />
    protected override void ForgetAll() => _waiting.Clear();
}
