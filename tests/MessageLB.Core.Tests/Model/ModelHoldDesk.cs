using System.Globalization;
using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Core.Holding;
using MessageLB.Core.Retries;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Model;

/// <summary>
/// What is in hold in one session: the real book, and beside it what is true of each message. Every verdict on a result is held against that.
/// </summary>
internal sealed class ModelHoldDesk(ModelAcker acker, ModelRun run, TimeSpan limit, int prefetch)
{
    private readonly HoldBook _book = new(prefetch);
    private readonly ModelHeld?[] _held = new ModelHeld?[prefetch];

    public Queue<ModelHeld> Again { get; } = [];

    public Queue<ModelHeld> Ended { get; } = [];

    public int Count => _book.Count;

    /// <summary>Whether the book says that nothing is in hold.</summary>
    public bool IsEmpty => _book.Count == 0 && _book.Bytes == 0 && _book.DueIn(Now, limit) is null;

    private TimeSpan Now => run.Clock.GetElapsedTime(0);

    /// <summary>Whether a confirmed hand-over to this destination has no result.</summary>
    public bool IsWith(string destination) => Array.Exists(_held, h => h is { Since: not null } && h.With?.Destination == destination);

    public void Begin(ModelHeld held, MessageProperties properties, DestinationState destination)
    {
        var attempt = int.Parse(HeaderValues.GetText(properties.Headers, HeaderNames.Attempt)!, CultureInfo.InvariantCulture);
        held.Deadline = Deadlines.Of(properties.Headers);
        _held[held.Slot] = held;
        (held.With, held.Since, held.IsAnswered) = ((held.Message.Id, attempt, destination.Name), null, false);
        _book.Begin(held.Slot, properties.MessageId!, attempt, destination.Name, held.Delivery.Body.Length);
        Assert.Equal(_book.Count * held.Delivery.Body.Length, _book.Bytes);
    }

    public void Confirmed(ModelHeld held)
    {
        acker.TakeBack(held);
        var early = _book.Confirm(held.Slot, Now, out _);
        if (early is not null != held.IsAnswered) Assert.Fail($"the result of {held.Message.Id} came before the confirm, and was forgotten");
        held.Since = Now;
        if (early is { } result) End(held, result);
    }

    public void NotTaken(ModelHeld held)
    {
        acker.TakeBack(held);
        if (_book.Fail(held.Slot) is { } result) End(held, result);
        else HandOverAgain(held);
    }

    /// <summary>A result arrives.</summary>
    public void Take(string destination, WorkResult result)
    {
        var waiting = _held.Where(h => h is { IsAnswered: false } && h.With == (result.MessageId, result.Attempt, destination)).ToList();
        var verdict = _book.Take(result, destination, out var slot);
        if (verdict == HoldVerdict.Late)
        {
            if (waiting.Count > 0) Assert.Fail($"a result of {result.MessageId} from {destination} counts as late, and its message waits for it");
            if (run.IsExact) Assert.Fail($"a result of {result.MessageId} from {destination} counts as late, and nothing went wrong before");
            return;
        }

        var held = waiting.Find(h => h!.Slot == slot);
        if (held is null) Assert.Fail($"a result of {result.MessageId}, attempt {result.Attempt}, from {destination} ends a message that is not there");
        Assert.Equal(held.Since is null ? HoldVerdict.Early : HoldVerdict.Ended, verdict);
        if (verdict == HoldVerdict.Early) held.IsAnswered = true;
        else End(held, result);
    }

    /// <summary>Takes what a lost destination has away from it.</summary>
    public void TakeFrom(string destination, bool died)
    {
        var there = _held.Where(h => h is { Since: not null } && h.With?.Destination == destination).Select(h => h!.Slot).ToList();
        var taken = _book.TakeFrom(destination);
        Assert.Equal(there, taken.Order());
        foreach (var held in taken.ConvertAll(slot => _held[slot]!))
        {
            held.Destination!.Credit.Return(1);
            if (died) CountCrash(held);
            if (held.End == HeldEnd.None) HandOverAgain(held);
            else Publish(held);
        }
    }

    public void TakeOverdue()
    {
        while (_book.TryTakeOverdue(Now, limit, out var slot))
        {
            var held = _held[slot]!;
            if (held.Since is not { } since || Now - since < limit) Assert.Fail($"{held.Message.Id} has been in hold for {Now - held.Since} only");
            Fail(held, HeldEnd.Failed, "Timeout: no result");
        }

        Assert.False(Array.Exists(_held, h => h is { Since: { } since } && Now - since >= limit), "a message is in hold for longer than it may be");
    }

    /// <summary>Takes out everything that is with somebody, and leaves it to the broker.</summary>
    public void LeaveAll()
    {
        foreach (var held in _book.TakeFrom(null).ConvertAll(slot => _held[slot]!))
        {
            Forget(held);
            acker.Decide(held, Core.Settlement.Settlement.Leave);
        }
    }

    private void End(ModelHeld held, in WorkResult result)
    {
        switch (result.Status)
        {
            case ResultStatus.Success:
                Forget(held);
                acker.Decide(held, Core.Settlement.Settlement.Ack);
                break;
            case ResultStatus.Return:
                HandOverAgain(held);
                break;
            case ResultStatus.Retry:
                Fail(held, HeldEnd.Failed, result.Error);
                break;
            default:
                Fail(held, HeldEnd.Dropped, result.Error);
                break;
        }
    }

    private void CountCrash(ModelHeld held)
    {
        if (held.Crashes == 0 && PublisherAddress.IsInHeaders(held.Delivery)) held.Crashes = Crashes.Of(held.Delivery.Properties.Headers);
        if (++held.Crashes >= run.Retry.QuarantineAfter) held.End = HeldEnd.GivenUp;
    }

    private void HandOverAgain(ModelHeld held)
    {
        Forget(held);
        if (held.Deadline <= run.Clock.GetUtcNow()) held.End = HeldEnd.GivenUp;
        (held.End == HeldEnd.None ? Again : Ended).Enqueue(held);
    }

    private void Fail(ModelHeld held, HeldEnd end, string? error)
    {
        (held.End, held.Error) = (end, error);
        Publish(held);
    }

    private void Publish(ModelHeld held)
    {
        Forget(held);
        Ended.Enqueue(held);
    }

    private void Forget(ModelHeld held)
    {
        (held.With, held.Since) = (null, null);
        _held[held.Slot] = null;
    }
}
