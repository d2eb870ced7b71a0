using System.Globalization;
using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Core.Retries;
using MessageLB.Core.Routing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Model;

/// <summary>
/// The flow of a dispatcher in a group in hold mode, for one session: the real picker and rewriter, with the model broker in place of a
/// transport. Outcomes come late, in any order, or never.
/// </summary>
internal sealed class ModelHoldFlow
{
    private static readonly byte[] Body = [1, 2, 3];

    private readonly EnvelopeRewriter _rewriter = new("d1", "orders", "round_robin") { Holds = true, AsksForResults = true };
    private readonly DestinationPicker _picker;
    private readonly ModelAcker _acker;
    private readonly ModelBroker _broker;
    private readonly HoldRun _run;
    private readonly Queue<ModelHeld> _waiting = [];
    private readonly List<(ModelHeld Held, PublishOutcome Outcome)> _outcomes = [];

    public ModelHoldFlow(ModelBroker broker, HoldRun run, TimeSpan limit, int prefetch)
    {
        (_broker, _run) = (broker, run);
        _picker = new DestinationPicker(new RoundRobinPolicy(), run.Random);
        _acker = new ModelAcker(broker, run, prefetch);
        Desk = new ModelHoldDesk(_acker, run, limit, prefetch);
    }

    public ModelHoldDesk Desk { get; }

    public bool IsIdle => _acker.Unsettled == 0 && _broker.Count(Names.IngressQueue("orders")) == 0;

    public void Receive()
    {
        if (_acker.Receive(Body) is { } held) _waiting.Enqueue(held);
    }

    /// <summary>Publishes one message: what has ended goes first, then what is handed over again, then what is new.</summary>
    public void Pump(GroupSnapshot snapshot)
    {
        if (SendEnded()) return;
        var queue = Desk.Again.Count > 0 ? Desk.Again : _waiting;
        if (!queue.TryPeek(out var held)) return;
        if (queue == _waiting && Aside.IsDue(held.Delivery, "orders", _run.Clock))
        {
            queue.Dequeue();
            SendAway(held, string.Empty, Names.RetryQueue("orders"), _rewriter.SetAside(held.Delivery));
        }
        else if (_picker.TryPick(snapshot, PublisherAddress.RoutingKey(held.Delivery), held.Delivery.Properties) is { } to)
        {
            queue.Dequeue();
            HandOver(held, to);
        }
    }

    /// <summary>One of the outcomes that are under way arrives.</summary>
    public void Hear()
    {
        if (_outcomes.Count == 0) return;
        var i = _run.Random.Next(_outcomes.Count);
        var (held, outcome) = _outcomes[i];
        _outcomes.RemoveAt(i);
        if (held.IsSentAway)
        {
            held.IsElsewhere = outcome == PublishOutcome.Confirmed;
            _acker.Decide(held, held.IsElsewhere ? Core.Settlement.Settlement.Ack : Core.Settlement.Settlement.Return);
        }
        else if (outcome == PublishOutcome.Confirmed)
        {
            held.Destination!.CountHanded();
            Desk.Confirmed(held);
        }
        else
        {
            held.Destination!.Credit.Return(1);
            _run.HandOverFailed(held.Destination, outcome);
            Desk.NotTaken(held);
        }
    }

    /// <summary>The acker goes some steps.</summary>
    public void Settle() => _acker.Settle(_run.Random.Next(1, 4));

    /// <summary>
    /// The dispatcher is stopped: waits for a while, publishes what has ended, gives back what waits, leaves to the broker what has no result,
    /// and settles all that is decided.
    /// </summary>
    public void Stop(Action deliver)
    {
        for (var i = _run.Random.Next(20); i > 0; i--)
        {
            deliver();
            Hear();
            SendEnded();
        }

        Desk.LeaveAll();
        while (SendEnded())
        {
        }

        foreach (var held in Desk.Again.Concat(_waiting)) _acker.Decide(held, Core.Settlement.Settlement.Return);
        var late = _outcomes.Count(o => !o.Held.IsSentAway);
        while (_outcomes.Count > 0) Hear();
        _acker.Settle(int.MaxValue);
        Assert.InRange(Desk.Count, 0, late);
        Lose();
    }

    /// <summary>The session ends: the broker has back what is unsettled, and outcomes that were under way are unknown.</summary>
    public void Lose()
    {
        _acker.Lose();
        _picker.Dispose();
    }

    private bool SendEnded()
    {
        if (!Desk.Ended.TryDequeue(out var held)) return false;
        var (delivery, at, now) = (held.Delivery, held.Destination!.Name, _run.Clock.GetUtcNow());
        if (held.End == HeldEnd.Dropped) SendAway(held, Names.DeadExchange, "orders", _rewriter.Dropped(delivery, at, held.Error, now));
        else if (held.End == HeldEnd.Failed) SendAway(held, string.Empty, Names.RetryQueue("orders"), _rewriter.Failed(delivery, at, held.Error ?? ""));
        else SendAway(held, string.Empty, Names.RetryQueue("orders"), _rewriter.GivenUp(delivery, at, held.Crashes, held.Deadline));
        return true;
    }

    private void SendAway(ModelHeld held, string exchange, string key, MessageProperties properties)
    {
        held.IsSentAway = true;
        _acker.HandOver(held);
        Publish(held, exchange, key, properties);
    }

    private void HandOver(ModelHeld held, DestinationState to)
    {
        held.Destination = to;
        _acker.HandOver(held);
        var properties = _rewriter.Rewrite(held.Delivery, to, _run.Clock.GetUtcNow());
        Assert.False(properties.Persistent, "what is handed over is transient");
        if (held.Crashes > 0) properties.Headers![HeaderNames.Crashes] = held.Crashes.ToString(CultureInfo.InvariantCulture);
        Desk.Begin(held, properties, to);
        Publish(held, string.Empty, to.Queue, properties);
    }

    private void Publish(ModelHeld held, string exchange, string key, MessageProperties properties)
    {
        var refused = _run.Random.NextDouble() < _run.RefuseRate;
        if (refused) _outcomes.Add((held, _run.Random.Next(2) == 0 ? PublishOutcome.Returned : PublishOutcome.Refused));
        else _outcomes.Add((held, _broker.Publish(exchange, key, properties) ? PublishOutcome.Confirmed : PublishOutcome.Returned));
    }
}
