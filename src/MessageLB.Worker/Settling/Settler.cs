using MessageLB.Transport;
using MessageLB.Worker.Receiving;
using Microsoft.Extensions.Logging;

namespace MessageLB.Worker.Settling;

/// <summary>
/// Turns a handler's result into exactly one settlement. A message that goes back to its group is published there first and
/// acknowledged only after the confirm, so that it is never nowhere; a crash between the two makes a duplicate, not a loss.
/// Thread-safe.
/// </summary>
internal sealed partial class Settler(WorkerSettings settings, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly string _ingress = Names.IngressQueue(settings.Worker.Group);
    private readonly string _retry = Names.RetryQueue(settings.Worker.Group);
    private int _failures;

    public ValueTask<Settlement> SettleAsync(WorkItem item, HandlerResult result)
    {
        if (item.Reception.IsOfHeld) return AckAsync(item, OfHeld(result));
        switch (result.Kind)
        {
            case HandlerResultKind.Done:
                return AckAsync(item, Settlement.Done);
            case HandlerResultKind.Drop when result.IsTooLate:
                LogDropped(item.Message.MessageId, item.Message.Attempt, result.Reason);
                return BuryAsync(item, DeadReasons.Deadline, null, Settlement.Expired);
            case HandlerResultKind.Drop:
                LogDropped(item.Message.MessageId, item.Message.Attempt, result.Reason);
                return BuryAsync(item, DeadReasons.Dropped, result.Reason, Settlement.Dropped);
            case HandlerResultKind.Retry:
                LogRetry(item.Message.MessageId, item.Message.Attempt, result.Reason);
                return SendAsync(item, string.Empty, _retry, RepublishedProperties.Retried(item.Message, result.Reason), Settlement.Retried);
            default:
                LogReturned(item.Message.MessageId, result.Reason);
                return SendAsync(item, string.Empty, _ingress, RepublishedProperties.Returned(item.Message), Settlement.Returned);
        }
    }

    /// <summary>Acknowledges a delivery that was done before.</summary>
    public static ValueTask<Settlement> AckDuplicateAsync(WorkItem item) => AckAsync(item, Settlement.Duplicate);

    // Its dispatcher has the message, and does with it what the result says; here only a copy of it goes. One that came too late goes back, for
    // the dispatcher knows the deadline.
    private static Settlement OfHeld(HandlerResult result) => result.Kind switch
    {
        HandlerResultKind.Done => Settlement.Done,
        HandlerResultKind.Drop when !result.IsTooLate => Settlement.Dropped,
        HandlerResultKind.Retry => Settlement.Retried,
        _ => Settlement.Returned,
    };

    private static async ValueTask<Settlement> AckAsync(WorkItem item, Settlement settlement) =>
        await item.Reception.AckAsync(item.Tag) ? settlement : Settlement.None;

    private ValueTask<Settlement> BuryAsync(WorkItem item, string reason, string? error, Settlement settlement) =>
        SendAsync(item, Names.DeadExchange, settings.Worker.Group, RepublishedProperties.Dead(item.Message, reason, error, settings.Worker.Destination, time.GetUtcNow()), settlement);

    private async ValueTask<Settlement> SendAsync(WorkItem item, string exchange, string routingKey, MessageProperties properties, Settlement settlement)
    {
        PublishOutcome outcome;
        try
        {
            outcome = await item.Session.PublishAsync(exchange, routingKey, properties, item.Body);
        }
        catch (SessionEndedException)
        {
            return Settlement.None;
        }
        catch (MessageTooLargeException e)
        {
            // The limit was lowered since the message came in. The broker takes what is rejected to the retry queue.
            LogTooLarge(item.Message.MessageId, e.Message);
            return await item.Reception.RejectAsync(item.Tag) ? Settlement.Dropped : Settlement.None;
        }
        catch (Exception e)
        {
            LogRepublishFailed(NameOf(exchange, routingKey), e.GetType().Name);
            outcome = PublishOutcome.Refused;
        }

        if (outcome == PublishOutcome.Confirmed)
        {
            Volatile.Write(ref _failures, 0);
            return await AckAsync(item, settlement);
        }

        await PauseAsync(item, NameOf(exchange, routingKey), outcome);
        return await item.Reception.ReturnAsync(item.Tag) ? Settlement.Requeued : Settlement.None;
    }

    // Its own queue hands the message over again at once; without a pause the two would spin, and a quorum queue with a
    // delivery limit would make a dead letter of the message within milliseconds.
    private async ValueTask PauseAsync(WorkItem item, string to, PublishOutcome outcome)
    {
        if (outcome == PublishOutcome.Unknown) return;
        var failures = Interlocked.Increment(ref _failures);
        if (failures == 1) LogNotTaken(to, outcome);
        var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
        await Task.Delay(pause < LongestPause ? pause : LongestPause, time, item.Session.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static string NameOf(string exchange, string routingKey) => exchange.Length == 0 ? routingKey : exchange;
}
