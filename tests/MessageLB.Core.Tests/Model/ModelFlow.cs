using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Core.Retries;
using MessageLB.Core.Routing;
using MessageLB.Core.Settlement;
using MessageLB.Transport;

namespace MessageLB.Core.Tests.Model;

/// <summary>
/// One flow of a dispatcher from one queue to destinations: the real picker, rewriter and ring, with the model broker in place of a transport.
/// Outcomes come late, in any order, or never.
/// </summary>
internal sealed class ModelFlow(string queue, DestinationState? lost, ModelBroker broker, ModelRun run, int prefetch)
{
    private readonly EnvelopeRewriter _rewriter = new("d1", "orders", "round_robin") { CountsCrashes = lost is not null };
    private readonly DestinationPicker _picker = new(new RoundRobinPolicy(), run.Random);
    private readonly SettleRing<ModelMessage?> _ring = new(prefetch);
    private readonly Dictionary<ulong, (ModelMessage Message, DestinationState? To)> _unsettled = [];
    private readonly List<(ulong Tag, PublishOutcome Outcome)> _outcomes = [];
    private ulong _tag;

    public string Queue => queue;

    public bool IsIdle => _unsettled.Count == 0 && broker.Count(queue) == 0;

    public int Unsettled => _unsettled.Count;

    /// <summary>Receives a message, if there is one, room for it, and somebody with credit.</summary>
    public void Receive(GroupSnapshot snapshot)
    {
        if (_unsettled.Count >= prefetch || broker.Take(queue) is not { } message) return;
        var delivery = new Delivery(++_tag, message.Exchange, message.RoutingKey, message.Redelivered, message.Properties, default);
        var aside = lost is null ? Aside.IsDue(delivery, "orders", run.Clock) : Crashes.AreTooMany(delivery, run.Retry.QuarantineAfter);
        var to = aside ? null : _picker.TryPick(snapshot, PublisherAddress.RoutingKey(delivery), message.Properties);
        if (!aside && to is null)
        {
            // Nobody has credit: as if it had not been fetched yet.
            broker.GiveBack(queue, message);
            message.Redelivered = delivery.Redelivered;
            _tag--;
            return;
        }

        _ring.Begin(_tag, message);
        _unsettled[_tag] = (message, to);
        var written = aside ? _rewriter.SetAside(delivery) : _rewriter.Rewrite(delivery, to!, run.Clock.GetUtcNow());
        Publish(_tag, to?.Queue ?? Names.RetryQueue("orders"), written);
    }

    /// <summary>One of the outcomes that are under way arrives, and what is decided is settled.</summary>
    public void Hear()
    {
        if (_outcomes.Count == 0) return;
        var i = run.Random.Next(_outcomes.Count);
        var (tag, outcome) = _outcomes[i];
        _outcomes.RemoveAt(i);
        if (outcome == PublishOutcome.Confirmed)
        {
            // A rescued message gives back what it had taken of the lost one.
            lost?.Credit.Return(1);
            _ring.Complete(tag, Core.Settlement.Settlement.Ack);
        }
        else
        {
            _unsettled[tag].To?.Credit.Return(1);
            _ring.Complete(tag, Core.Settlement.Settlement.Return);
        }

        for (var step = _ring.Advance(); step.Action != Core.Settlement.Settlement.Pending; step = _ring.Advance()) Carry(step);
    }

    /// <summary>The session ends: the broker has back what is unsettled, and outcomes that were under way are unknown.</summary>
    public void Lose()
    {
        foreach (var (_, (message, _)) in _unsettled.OrderByDescending(u => u.Key)) broker.GiveBack(queue, message);
        _unsettled.Clear();
        _outcomes.Clear();
        _picker.Dispose();
    }

    private void Publish(ulong tag, string to, MessageProperties properties)
    {
        if (run.Random.NextDouble() < run.RefuseRate)
        {
            _outcomes.Add((tag, run.Random.Next(2) == 0 ? PublishOutcome.Returned : PublishOutcome.Refused));
            return;
        }

        Assert(broker.Publish(string.Empty, to, properties), $"{to} exists");
        _outcomes.Add((tag, PublishOutcome.Confirmed));
    }

    private void Carry(SettleStep step)
    {
        var settled = step.Action == Core.Settlement.Settlement.Ack ? _unsettled.Keys.Where(tag => tag <= step.Tag).Order().ToList() : [step.Tag];
        Assert(settled.Count == step.Count || step.Action != Core.Settlement.Settlement.Ack, $"an acknowledgement of {step.Count} settles {settled.Count}");
        foreach (var tag in settled)
        {
            var (message, _) = _unsettled[tag];
            _unsettled.Remove(tag);
            if (step.Action == Core.Settlement.Settlement.Return) broker.GiveBack(queue, message);
        }
    }

    private static void Assert(bool holds, string what) => Xunit.Assert.True(holds, what);
}
