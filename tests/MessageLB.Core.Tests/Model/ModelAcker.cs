using MessageLB.Core.Settlement;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Model;

/// <summary>
/// The unsettled ingress deliveries of one session: the real book, and what the broker keeps beside it. Every settlement is held against what
/// is true of the message.
/// </summary>
internal sealed class ModelAcker(ModelBroker broker, ModelRun run, int prefetch)
{
    private static readonly string Queue = Names.IngressQueue("orders");

    private readonly SettleBook _book = new(prefetch);
    private readonly SortedDictionary<ulong, ModelHeld> _unsettled = [];
    private int _left;
    private ulong _tag;

    /// <summary>Deliveries that the broker waits for.</summary>
    public int Unsettled => _unsettled.Count;

    /// <summary>Takes the next message from ingress; null if there is none, or no room.</summary>
    public ModelHeld? Receive(ReadOnlyMemory<byte> body)
    {
        if (_unsettled.Count >= prefetch || broker.Take(Queue) is not { } message) return null;
        var own = new MessageProperties();
        own.CopyFrom(message.Properties);
        var held = new ModelHeld(new Delivery(++_tag, message.Exchange, message.RoutingKey, message.Redelivered, own, body), message);
        held.Slot = _book.Begin(_tag);
        _unsettled.Add(_tag, held);
        return held;
    }

    public void HandOver(ModelHeld held)
    {
        held.IsUnderWay = true;
        _book.HandOver(held.Slot);
    }

    public void TakeBack(ModelHeld held)
    {
        held.IsUnderWay = false;
        _book.TakeBack(held.Slot);
    }

    /// <summary>Decides how a delivery ends.</summary>
    public void Decide(ModelHeld held, Core.Settlement.Settlement settlement)
    {
        if (held.Decision != Core.Settlement.Settlement.Pending) Assert.Fail($"{held.Message.Id} is decided twice: {held.Decision}, {settlement}");
        held.Decision = settlement;
        _book.Complete(held.Slot, settlement);
    }

    /// <summary>Settles what is decided, up to so many calls to the broker.</summary>
    public void Settle(int most)
    {
        // A look that began before something was decided may have passed it already; the next one may not.
        for (var looks = 0; looks < 2 && most > 0; most--)
        {
            var step = _book.Advance();
            if (step.Action == Core.Settlement.Settlement.Pending) looks++;
            else Carry(step);
            if (looks == 2) AssertNothingIsHeldUp();
        }

        Assert.Equal(_unsettled.Count - _left, _book.Unsettled);
    }

    /// <summary>The broker has back what is unsettled.</summary>
    public void Lose()
    {
        foreach (var held in _unsettled.Values.Reverse()) broker.GiveBack(Queue, held.Message);
        _unsettled.Clear();
    }

    // Only what was published a moment ago may hold up what came after it, not what waits for its turn or for a result.
    private void AssertNothingIsHeldUp()
    {
        foreach (var held in _unsettled.Values)
        {
            if (held.IsUnderWay && held.Decision == Core.Settlement.Settlement.Pending) return;
            if (held.Decision is not (Core.Settlement.Settlement.Pending or Core.Settlement.Settlement.Leave)) Assert.Fail($"{held.Message.Id} is decided, and not settled");
        }
    }

    private void Carry(SettleStep step)
    {
        var settled = step.Count > 1 ? _unsettled.Keys.TakeWhile(tag => tag <= step.Tag).ToList() : [step.Tag];
        if (settled.Count != step.Count) Assert.Fail($"an acknowledgement of {step.Count} settles {settled.Count}");
        foreach (var tag in settled)
        {
            if (!_unsettled.TryGetValue(tag, out var held)) Assert.Fail($"delivery {tag} is settled twice");
            if (held.Decision != step.Action) Assert.Fail($"{held.Message.Id} is settled as {step.Action}, and was decided as {held.Decision}");
            Conclude(tag, held);
        }
    }

    private void Conclude(ulong tag, ModelHeld held)
    {
        if (held.Decision == Core.Settlement.Settlement.Leave)
        {
            _left++;
            return;
        }

        _unsettled.Remove(tag);
        if (held.Decision == Core.Settlement.Settlement.Return) broker.GiveBack(Queue, held.Message);
        else if (!held.IsElsewhere && !run.IsDone(held.Message.Id)) Assert.Fail($"{held.Message.Id} is acknowledged, and neither done nor elsewhere");
    }
}
