using System.Collections.Concurrent;
using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Core.Holding;
using MessageLB.Core.Retries;
using MessageLB.Core.Settlement;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Results;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Holding;

/// <summary>
/// The messages in hold of one flow, as the threads of results, of confirms and of lost destinations see them: what is done is acknowledged
/// here, at once and out of order; what must be published is left to the pump. Thread-safe.
/// </summary>
/// <param name="group">The group.</param>
/// <param name="dispatcher">Identifier of this process: results for others are theirs.</param>
/// <param name="book">Books of the unsettled deliveries.</param>
/// <param name="prefetch">Most messages.</param>
/// <param name="time">Clock.</param>
internal sealed partial class HoldDesk(GroupRuntime group, string dispatcher, SettleBook book, int prefetch, TimeProvider time) : IResultListener
{
    private readonly HoldBook _holds = new(prefetch);
    private readonly ILogger _logger = group.Logger;
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RuledPipeline? _pipeline;
    private volatile bool _ending;

    public int Count => _holds.Count;

    public long Bytes => _holds.Bytes;

    /// <summary>What is to be handed over again; the pump takes it.</summary>
    public ConcurrentQueue<HeldMessage> Again { get; } = [];

    /// <summary>What is to be published elsewhere, as <see cref="HeldMessage.End"/> says; the pump takes it.</summary>
    public ConcurrentQueue<HeldMessage> Ended { get; } = [];

    /// <summary>Gives it its pipeline, once, before anything else.</summary>
    public void Attach(RuledPipeline pipeline) => _pipeline = pipeline;

    /// <summary>Listens from now on.</summary>
    public void Begin()
    {
        group.Results.Add(this);
        group.Hold.Attach(this);
    }

    /// <summary>
    /// Waits for the results of what is in hold, as long as <paramref name="limit"/>; leaves the rest to the broker, which hands it over
    /// again, and listens no more.
    /// </summary>
    public async Task EndAsync(TimeSpan limit)
    {
        _ending = true;
        LookIfEmpty();
        if (limit > TimeSpan.Zero) await _empty.Task.WaitAsync(limit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        group.Results.Remove(this);
        group.Hold.Detach();
        var left = _holds.TakeFrom(null);
        if (left.Count > 0 && limit > TimeSpan.Zero) LogLeft(group.Config.Name, left.Count, limit);
        foreach (var slot in left) _pipeline!.Decide(_pipeline[slot], Settlement.Leave);
    }

    /// <summary>A message is about to be handed over.</summary>
    public void Begin(HeldMessage message, MessageProperties properties, DestinationState destination)
    {
        // An id that the dispatcher gave stays the message's own, whatever the number of hand-overs.
        message.Delivery.Properties.MessageId = properties.MessageId;
        message.Deadline = Deadlines.Of(properties.Headers);
        var text = HeaderValues.GetText(properties.Headers, HeaderNames.Attempt);
        var attempt = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        _holds.Begin(message.Slot, properties.MessageId!, attempt, destination.Name, message.Delivery.Body.Length);
    }

    /// <summary>It could not even be published.</summary>
    public void Forget(HeldMessage message)
    {
        _holds.Fail(message.Slot);
        LookIfEmpty();
    }

    /// <summary>The broker confirmed the hand-over.</summary>
    public void Confirmed(HeldMessage message)
    {
        // First: the result may settle it from the next line on, and what has no result yet must not hold up the settling of others.
        book.TakeBack(message.Slot);
        if (_holds.Confirm(message.Slot, Now(), out var isMissed) is { } result) End(message, result);
        else if (isMissed) group.RescueSignal.Set();
        _pipeline!.Acker.Wake();
    }

    /// <summary>The hand-over did not arrive.</summary>
    public void NotTaken(HeldMessage message)
    {
        book.TakeBack(message.Slot);
        if (_holds.Fail(message.Slot) is { } result) End(message, result);
        else HandOverAgain(message);
        _pipeline!.Acker.Wake();
    }

    /// <inheritdoc />
    public void OnResults(string destination, IReadOnlyList<WorkResult> results)
    {
        foreach (var result in results)
        {
            if (result.Dispatcher is { } other && other != dispatcher) continue;
            switch (_holds.Take(result, destination, out var slot))
            {
                case HoldVerdict.Ended:
                    End(_pipeline![slot], result);
                    break;
                case HoldVerdict.Late:
                    group.Hold.CountLate();
                    LogLate(group.Config.Name, destination, LogText.Printable(result.MessageId), result.Attempt, result.Status);
                    break;
                default:
                    break; // early: its confirm ends it
            }
        }
    }

    /// <summary>Takes what a lost destination has away from it; returns how many messages.</summary>
    public int TakeFrom(string destination, bool died)
    {
        var taken = _holds.TakeFrom(destination);
        foreach (var slot in taken)
        {
            var message = _pipeline![slot];
            message.Destination!.Credit.Return(1);
            group.Counters.CountRescued();
            if (died) CountCrash(message);
            if (message.End == HoldEnd.None) HandOverAgain(message);
            else Publish(message);
        }

        return taken.Count;
    }

    /// <summary>Takes out what has been in hold for too long: its attempt has failed. The pump's.</summary>
    public void TakeOverdue()
    {
        var limit = group.Config.HoldLimit;
        while (_holds.TryTakeOverdue(Now(), limit, out var slot))
        {
            var message = _pipeline![slot];
            LogOverdue(group.Config.Name, message.Destination!.Name, message.Delivery.Properties.MessageId, limit);
            Fail(message, HoldEnd.Failed, $"Timeout: no result within {Duration.Describe(limit)}");
        }
    }

    /// <summary>How long until a message will have been in hold for too long; null while none is.</summary>
    public TimeSpan? DueIn() => _holds.DueIn(Now(), group.Config.HoldLimit);

    private TimeSpan Now() => time.GetElapsedTime(0);

    private void End(HeldMessage message, in WorkResult result)
    {
        switch (result.Status)
        {
            case ResultStatus.Success:
                _pipeline!.Decide(message, Settlement.Ack);
                LookIfEmpty();
                break;
            case ResultStatus.Return:
                HandOverAgain(message);
                break;
            case ResultStatus.Retry:
                Fail(message, HoldEnd.Failed, result.Error ?? "");
                break;
            default:
                Fail(message, HoldEnd.Dropped, result.Error);
                break;
        }
    }

    private void CountCrash(HeldMessage message)
    {
        if (message.Crashes == 0 && PublisherAddress.IsInHeaders(message.Delivery)) message.Crashes = Crashes.Of(message.Delivery.Properties.Headers);
        message.Crashes++;
        var most = group.Config.Retry.QuarantineAfter;
        if (most > 0 && message.Crashes >= most) message.End = HoldEnd.GivenUp;
    }

    private void HandOverAgain(HeldMessage message)
    {
        if (message.Deadline is { } deadline && deadline <= time.GetUtcNow())
        {
            message.End = HoldEnd.GivenUp;
            Publish(message);
            return;
        }

        Again.Enqueue(message);
        _pipeline!.Wake();
        LookIfEmpty();
    }

    private void Fail(HeldMessage message, HoldEnd end, string? error)
    {
        (message.End, message.Error) = (end, error);
        Publish(message);
    }

    private void Publish(HeldMessage message)
    {
        Ended.Enqueue(message);
        _pipeline!.Wake();
        LookIfEmpty();
    }

    // Set before the look, both here and at the end of a message, so that one of the two sees the other.
    private void LookIfEmpty()
    {
        if (_ending && _holds.Count == 0) _empty.TrySetResult();
    }

    [LoggerMessage(2110, LogLevel.Warning, "Message {MessageId} of group {GroupId} has no result from {DestinationId} within {Limit}; the attempt counts as failed")]
    private partial void LogOverdue(string groupId, string destinationId, string? messageId, TimeSpan limit);

    [LoggerMessage(2111, LogLevel.Debug, "Destination {GroupId}/{DestinationId} reports {Status} of attempt {Attempt} at message {MessageId}, which is not there any more; it has no effect")]
    private partial void LogLate(string groupId, string destinationId, string messageId, int attempt, ResultStatus status);

    [LoggerMessage(2112, LogLevel.Warning, "{Count} messages of group {GroupId} had no result within {Limit} after its stop; the broker hands them over again")]
    private partial void LogLeft(string groupId, int count, TimeSpan limit);
}
