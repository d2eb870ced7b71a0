using System.Diagnostics;
using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Core.Retries;
using MessageLB.Core.Settlement;
using MessageLB.Dispatcher.Duplicates;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Framing;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Telemetry;
using MessageLB.Telemetry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>
/// The path of a message from ingress, or from the queue of a lost destination, to a destination's queue: receive, pick with credit, publish, and on the confirm mark the
/// delivery for acknowledgement. When nobody has credit the delivery is held and, since deliveries come one at a time, the
/// receiver's prefetch stops the flow: nothing is dropped, nothing spins, nothing is copied.
/// </summary>
/// <param name="group">The group.</param>
/// <param name="source">Where the deliveries come from.</param>
/// <param name="ring">Books of the unsettled deliveries of one receiver.</param>
/// <param name="acker">Told when a delivery is decided.</param>
/// <param name="decisions">Chooses destinations; the receiver's thread only.</param>
/// <param name="rewriter">Writes outgoing properties; the receiver's thread only.</param>
/// <param name="duplicates">Tells copies; null if nothing is one.</param>
/// <param name="maxMessageSize">Largest body in bytes.</param>
/// <param name="time">Clock.</param>
internal sealed class GroupPipeline(
    GroupRuntime group,
    IFlowSource source,
    SettleRing<HandOver> ring,
    IngressAcker acker,
    DecisionRecorder decisions,
    EnvelopeRewriter rewriter,
    IngressDuplicates? duplicates,
    int maxMessageSize,
    TimeProvider time) : IIngressPipeline
{
    // One hand-over in so many is timed: enough for an average, too few to cost anything.
    private const ulong TimingMask = 15;

    private readonly AsyncSignal _credit = new();
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile FlowPublisher? _publisher;
    private volatile bool _stopping;

    /// <inheritdoc />
    public Exception? Fault => null;

    /// <summary>Makes the spans of hand-overs; null for none. Default null.</summary>
    public RouteSpans? Spans { get; init; }

    // What stopping interrupts. One that is returned by itself would come back behind those that were fetched with it.
    private Settlement NotHandedOver => group.Config.IsSingleActive ? Settlement.Leave : Settlement.Return;

    /// <inheritdoc />
    public void Attach(FlowPublisher publisher)
    {
        _publisher = publisher;
        group.CreditSignals.Add(_credit);
        _attached.TrySetResult();
    }

    /// <inheritdoc />
    public void BeginStop()
    {
        _stopping = true;
        _credit.Set();
        _attached.TrySetResult();
    }

    /// <inheritdoc />
    public Task EndAsync(TimeSpan limit)
    {
        group.CreditSignals.Remove(_credit);
        duplicates?.End();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask HandleAsync(Delivery delivery)
    {
        ring.Begin(delivery.Tag, default);
        if (Canary.Is(delivery)) return Drop(delivery);
        source.Received(delivery);
        if (duplicates is not null && duplicates.IsCopy(delivery, Slot(delivery.Tag)))
        {
            group.Counters.CountCopy();
            Decide(delivery.Tag, Settlement.Ack);
            return ValueTask.CompletedTask;
        }

        if (delivery.Body.Length > maxMessageSize)
        {
            group.ReportOversize(delivery.Body.Length, maxMessageSize);
            Decide(delivery.Tag, Settlement.Reject);
            return ValueTask.CompletedTask;
        }

        return _publisher is null ? HandleOnceAttachedAsync(delivery) : PickAsync(delivery);
    }

    /// <inheritdoc />
    public void OnOutcome(ulong correlation, PublishOutcome outcome)
    {
        var handOver = ring[correlation];
        if (handOver.Span is { } span) RouteSpans.End(span, outcome);
        if (handOver.Destination is not { } destination)
        {
            OnSetAside(correlation, outcome);
            return;
        }

        switch (outcome)
        {
            case PublishOutcome.Confirmed:
                destination.CountHanded();
                source.HandedOver(handOver.StartedAt);
                Decide(correlation, Settlement.Ack);
                break;
            case PublishOutcome.Returned or PublishOutcome.Refused:
                destination.Credit.Return(1);
                group.HandOverFailed(destination, outcome);
                Decide(correlation, Settlement.Return);
                break;
            default:
                // Unknown: the session is gone and the broker takes the ingress delivery back by itself. The credit stays taken,
                // for the message may well lie in the destination's queue; the next session looks there before it hands over.
                break;
        }
    }

    private ValueTask Drop(in Delivery canary)
    {
        group.DropCanary(canary);
        ring.Complete(canary.Tag, Settlement.Ack);
        acker.Wake();
        return ValueTask.CompletedTask;
    }

    private async ValueTask HandleOnceAttachedAsync(Delivery delivery)
    {
        await _attached.Task;
        await PickAsync(delivery);
    }

    private ValueTask PickAsync(in Delivery delivery)
    {
        if (_stopping)
        {
            Decide(delivery.Tag, NotHandedOver);
            return ValueTask.CompletedTask;
        }

        // A retry queue that does not take them leaves them to their destinations: early or late is better than round and round.
        if (IsForRetryQueue(delivery) && group.Retries.PauseLeft(Now()) == TimeSpan.Zero) return SetAsideAsync(delivery);
        var destination = source.Pick(decisions, delivery, heldSince: 0);
        return destination is null ? HoldAsync(delivery) : HandOverAsync(delivery, destination, heldSince: 0);
    }

    private async ValueTask HoldAsync(Delivery delivery)
    {
        var since = time.GetTimestamp();
        DestinationState? destination = null;
        while (destination is null && !_stopping)
        {
            source.Hold(since);
            await _credit.WaitAsync();
            if (!_stopping) destination = source.Pick(decisions, delivery, since);
        }

        source.LetGo();
        if (destination is null) Decide(delivery.Tag, NotHandedOver);
        else await HandOverAsync(delivery, destination, since);
    }

    private bool IsForRetryQueue(in Delivery delivery) => source.IsIngress
        ? Aside.IsDue(delivery, group.Config.Name, time)
        : source.IsOfTheDead && Crashes.AreTooMany(delivery, group.Config.Retry.QuarantineAfter);

    private ValueTask SetAsideAsync(in Delivery delivery)
    {
        ring[delivery.Tag] = default;
        ValueTask publish;
        try
        {
            publish = _publisher!.PublishAsync(string.Empty, group.Retries.Queue, rewriter.SetAside(delivery), delivery.Body, delivery.Tag);
        }
        catch (Exception e)
        {
            return Fail(delivery.Tag, null, e);
        }

        return publish.IsCompletedSuccessfully ? ValueTask.CompletedTask : FinishAsync(publish, delivery.Tag, null);
    }

    private void OnSetAside(ulong tag, PublishOutcome outcome)
    {
        if (outcome == PublishOutcome.Unknown) return;
        if (outcome == PublishOutcome.Confirmed)
        {
            group.Retries.Succeeded();
            source.SentAway();
            Decide(tag, Settlement.Ack);
            return;
        }

        if (group.Retries.Failed(outcome, Now())) group.ReportNotForwarded(group.Retries, outcome);
        Decide(tag, Settlement.Return);
    }

    // Since the clock's own beginning, because pauses outlive the flow.
    private TimeSpan Now() => time.GetElapsedTime(0);

    private ValueTask HandOverAsync(in Delivery delivery, DestinationState destination, long heldSince)
    {
        var span = MessageTraces.AreListenedTo ? Spans?.Begin(delivery, destination, heldSince == 0 ? TimeSpan.Zero : time.GetElapsedTime(heldSince)) : null;
        ring[delivery.Tag] = new HandOver(destination, (delivery.Tag & TimingMask) == 0 ? time.GetTimestamp() : 0, span);
        ValueTask publish;
        try
        {
            var properties = rewriter.Rewrite(delivery, destination, time.GetUtcNow());
            publish = span is null
                ? _publisher!.HandOverAsync(destination, properties, delivery.Body, delivery.Tag)
                : HandOverTracedAsync(span, destination, properties, delivery);
        }
        catch (Exception e)
        {
            return Fail(delivery.Tag, destination, e);
        }

        return publish.IsCompletedSuccessfully ? ValueTask.CompletedTask : FinishAsync(publish, delivery.Tag, destination);
    }

    // The span is current meanwhile, so that the client's own span of the publish, if somebody wants it, stands under it.
    private ValueTask HandOverTracedAsync(Activity span, DestinationState destination, MessageProperties properties, in Delivery delivery)
    {
        Spans!.Write(span, properties);
        var current = Activity.Current;
        Activity.Current = span;
        try
        {
            return _publisher!.HandOverAsync(destination, properties, delivery.Body, delivery.Tag);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    private async ValueTask FinishAsync(ValueTask publish, ulong tag, DestinationState? destination)
    {
        try
        {
            await publish;
        }
        catch (Exception e)
        {
            await Fail(tag, destination, e);
        }
    }

    // A publish that threw gets no outcome. If the session is over, the broker takes the delivery back; anything else is a message that
    // cannot be published at all, whatever the destination: letting it end the session would bring it back for ever.
    private ValueTask Fail(ulong tag, DestinationState? destination, Exception reason)
    {
        destination?.Credit.Return(1);
        if (ring[tag].Span is { } span) RouteSpans.Fail(span, reason);
        if (reason is SessionEndedException) return ValueTask.CompletedTask;
        group.ReportUnpublishable(reason);
        Decide(tag, Settlement.Reject);
        return ValueTask.CompletedTask;
    }

    // They are settled in order, so that no two unsettled ones are a prefetch apart.
    private int Slot(ulong tag) => (int)(tag % (ulong)source.Receive.Prefetch);

    private void Decide(ulong tag, Settlement settlement)
    {
        if (settlement == Settlement.Reject)
        {
            group.Counters.CountRejected();
            source.Rejected();
        }

        duplicates?.Decided(Slot(tag), settlement);
        ring.Complete(tag, settlement);
        source.Decided();
        acker.Wake();
    }
}
