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
    private int _failures;

    public ValueTask<Settlement> SettleAsync(WorkItem item, HandlerResult result)
    {
        switch (result.Kind)
        {
            case HandlerResultKind.Done:
                return AckAsync(item, Settlement.Done);
            case HandlerResultKind.Drop:
                LogDropped(item.Message.MessageId, item.Message.Attempt, result.Reason);
                return DropAsync(item);
            case HandlerResultKind.Retry when item.Message.Attempt >= settings.MaxAttempts:
                LogLastAttemptFailed(item.Message.MessageId, item.Message.Attempt, result.Reason);
                return DropAsync(item);
            case HandlerResultKind.Retry:
                LogRetry(item.Message.MessageId, item.Message.Attempt, settings.MaxAttempts, result.Reason);
                return SendBackAsync(item, item.Message.Attempt + 1, Settlement.Retried);
            default:
                LogReturned(item.Message.MessageId, result.Reason);
                return SendBackAsync(item, item.Message.Attempt, Settlement.Returned);
        }
    }

    /// <summary>Acknowledges a delivery that was done before.</summary>
    public static ValueTask<Settlement> AckDuplicateAsync(WorkItem item) => AckAsync(item, Settlement.Duplicate);

    private static async ValueTask<Settlement> AckAsync(WorkItem item, Settlement settlement) =>
        await item.Reception.AckAsync(item.Tag) ? settlement : Settlement.None;

    private static async ValueTask<Settlement> DropAsync(WorkItem item) =>
        await item.Reception.RejectAsync(item.Tag) ? Settlement.Dropped : Settlement.None;

    private async ValueTask<Settlement> SendBackAsync(WorkItem item, int attempt, Settlement settlement)
    {
        PublishOutcome outcome;
        try
        {
            outcome = await item.Session.PublishAsync(_ingress, RepublishedProperties.Of(item.Message, attempt), item.Body);
        }
        catch (SessionEndedException)
        {
            return Settlement.None;
        }
        catch (MessageTooLargeException e)
        {
            // The limit was lowered since the message came in: it would come back here for ever.
            LogTooLarge(item.Message.MessageId, e.Message);
            return await DropAsync(item);
        }
        catch (Exception e)
        {
            LogRepublishFailed(_ingress, e.GetType().Name);
            outcome = PublishOutcome.Refused;
        }

        if (outcome == PublishOutcome.Confirmed)
        {
            Volatile.Write(ref _failures, 0);
            return await AckAsync(item, settlement);
        }

        await PauseAsync(item, outcome);
        return await item.Reception.ReturnAsync(item.Tag) ? Settlement.Returned : Settlement.None;
    }

    // Its own queue hands the message over again at once; without a pause the two would spin, and a quorum queue with a
    // delivery limit would make a dead letter of the message within milliseconds.
    private async ValueTask PauseAsync(WorkItem item, PublishOutcome outcome)
    {
        if (outcome == PublishOutcome.Unknown) return;
        var failures = Interlocked.Increment(ref _failures);
        if (failures == 1) LogNotTaken(_ingress, outcome);
        var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
        await Task.Delay(pause < LongestPause ? pause : LongestPause, time, item.Session.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
