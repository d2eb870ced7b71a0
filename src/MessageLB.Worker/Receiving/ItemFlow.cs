using System.Globalization;
using MessageLB.Worker.Duplicates;
using MessageLB.Worker.Results;
using MessageLB.Worker.Serving;
using MessageLB.Worker.Settling;
using Microsoft.Extensions.Logging;

namespace MessageLB.Worker.Receiving;

/// <summary>
/// Says which items a handler may start, and ends every item once: settles it, enters it in the books, and lets it go. Nothing here
/// throws. Thread-safe.
/// </summary>
internal sealed partial class ItemFlow(WorkerSettings settings, Settler settler, WorkerBooks books, ServiceState service, DropWindow window, SharedMemory memory, TimeProvider time, ILogger logger)
{
    private static readonly HandlerResult OutOfService = HandlerResult.Return("the worker is out of service");

    private volatile bool _leavesPlaces;

    /// <summary>Whether the worker is in service.</summary>
    public bool IsOpen => service.IsOpen;

    /// <summary>Whether a handler may start the item; if not, it has been dealt with.</summary>
    public async ValueTask<bool> AdmitAsync(WorkItem item)
    {
        if (!await item.Session.LivesAsync())
        {
            Forget(item);
            return false;
        }

        if (item.IsCanary)
        {
            await AnswerAsync(item);
            return false;
        }

        if (_leavesPlaces && item.KeepsPlace)
        {
            Forget(item);
            return false;
        }

        if (!await IsNewAsync(item)) return false;
        if (await memory.IsDoneAsync(item))
        {
            await ConcludeCopyAsync(item);
            return false;
        }

        if (Deadlines.Of(item.Message.Properties.Headers) is { } deadline && deadline <= time.GetUtcNow())
        {
            await ConcludeAsync(item, HandlerResult.TooLate, TimeSpan.Zero);
            return false;
        }

        if (service.IsOpen || item.KeepsPlace) return true;
        await ConcludeAsync(item, OutOfService, TimeSpan.Zero);
        return false;
    }

    /// <summary>
    /// The worker ends: from now on an item that keeps its place is left unsettled instead of being sent back, so that the broker puts it where it was.
    /// </summary>
    public void LeavePlaces() => _leavesPlaces = true;

    /// <summary>The item's session ended before a handler had started it; the broker has it back.</summary>
    public void Forget(WorkItem item)
    {
        item.Release();
        if (!item.IsCanary) books.Forget(item);
    }

    /// <summary>Sends an item that no handler has started back to its group, the attempt unchanged.</summary>
    public async Task ReturnAsync(WorkItem item)
    {
        if (item.IsCanary) await AnswerAsync(item);
        else if (await IsNewAsync(item)) await ConcludeAsync(item, OutOfService, TimeSpan.Zero);
    }

    /// <summary>A handler has ended with this result, and took this long.</summary>
    public async ValueTask EndAsync(WorkItem item, HandlerResult result, TimeSpan busy)
    {
        if (item.TryClaim())
        {
            // Before the acknowledgement: what the store does not know of must still be the broker's.
            if (result.Kind == HandlerResultKind.Done) await memory.RememberAsync(item);
            if (_leavesPlaces && item.KeepsPlace && result.Kind == HandlerResultKind.Return) Forget(item);
            else if (await ConcludeAsync(item, result, busy) == Settlement.None) books.Late();
            return;
        }

        // Its message was sent elsewhere meanwhile: whatever the handler says now would count twice.
        LogLateResult(item.Id, result.Kind);
        item.Release();
        books.Late();
        service.HandlerFreed();
        books.ForceHeartbeat();
    }

    /// <summary>A handler that was told to end does not: sends its message elsewhere. The caller holds the item for this.</summary>
    public async Task GiveUpAsync(WorkItem item, CancelCause cause, TimeSpan ran)
    {
        if ((cause == CancelCause.Drain && item.KeepsPlace) || !item.TryClaim())
        {
            item.Release();
            return;
        }

        service.HandlerStuck();
        books.ForceHeartbeat();
        LogGivenUp(item.Id, ran.TotalSeconds, service.Stuck, settings.Concurrency);
        await ConcludeAsync(item, ResultOf(cause), ran);
    }

    /// <summary>What the cancellation of a handler means for its message.</summary>
    public HandlerResult ResultOf(CancelCause cause) => cause == CancelCause.Limit
        ? HandlerResult.Retry(string.Create(CultureInfo.InvariantCulture, $"Timeout: took longer than {settings.HandlerTimeout!.Value.TotalSeconds:0.###} s"))
        : HandlerResult.Return("the time for draining was over before the handler had finished");

    private async Task AnswerAsync(WorkItem canary)
    {
        try
        {
            if (canary.CanaryId is { } id) await canary.Session.AnswerAsync(settings.Worker, id);
            await canary.Reception.AckAsync(canary.Tag);
        }
        catch (Exception e)
        {
            // The broker hands the canary over again.
            LogSettlingFailed("a canary", e);
        }

        canary.Release();
    }

    private async ValueTask<bool> IsNewAsync(WorkItem item)
    {
        switch (window.Begin(item))
        {
            case DropVerdict.New:
                return true;
            case DropVerdict.Done:
                LogDuplicate(item.Id, item.Message.Attempt);
                await SettleAsync(item, null, HandlerResult.Done, TimeSpan.Zero);
                return false;
            default:
                return false; // whoever has its twin ends it
        }
    }

    // Done by another process, or by this one in an earlier life.
    private async ValueTask ConcludeCopyAsync(WorkItem item)
    {
        LogDuplicate(item.Id, item.Message.Attempt);
        await SettleAsync(item, null, HandlerResult.Done, TimeSpan.Zero);
        for (var twin = window.End(item, HandlerResultKind.Done); twin is not null;)
        {
            var next = twin.Twin;
            await SettleAsync(twin, null, HandlerResult.Done, TimeSpan.Zero);
            twin = next;
        }
    }

    private async ValueTask<Settlement> ConcludeAsync(WorkItem item, HandlerResult result, TimeSpan busy)
    {
        var settlement = await SettleAsync(item, result, result, busy);
        var twin = window.End(item, result.Kind);
        return twin is null ? settlement : await ConcludeTwinsAsync(twin, settlement, result, busy);
    }

    // If the first one's settlement took effect the others are copies; if its session had ended, the result is for the first of the
    // others whose session has not.
    private async ValueTask<Settlement> ConcludeTwinsAsync(WorkItem first, Settlement settlement, HandlerResult result, TimeSpan busy)
    {
        for (var twin = first; twin is not null;)
        {
            var next = twin.Twin;
            if (settlement == Settlement.None) settlement = await SettleAsync(twin, result, result, busy);
            else await SettleAsync(twin, null, result, TimeSpan.Zero);
            twin = next;
        }

        return settlement;
    }

    /// <summary>Settles an item by a handler's result, and reports it if it is asked for.</summary>
    /// <param name="item">The item.</param>
    /// <param name="result">The result; null for a copy of an item that has had it.</param>
    /// <param name="known">What became of the attempt, be it through this item or through the one that it is a copy of.</param>
    /// <param name="busy">Time in the handler.</param>
    private async ValueTask<Settlement> SettleAsync(WorkItem item, HandlerResult? result, HandlerResult known, TimeSpan busy)
    {
        var settlement = Settlement.None;
        try
        {
            // Asked anew: during a pause its messages may have been given to others, and what is sent back now would be there twice.
            if (await item.Session.LivesAsync()) settlement = result is { } own ? await settler.SettleAsync(item, own) : await Settler.AckDuplicateAsync(item);
        }
        catch (Exception e)
        {
            // A fault of the transport in settling: the delivery stays with the broker, which hands it over again.
            LogSettlingFailed(item.Id, e);
        }

        item.Release();
        books.Settled(item, settlement, busy, result is { IsUnreadable: true });
        if (item.AsksForResult && Reports.Of(item, settlement, known, busy) is { } report) await item.Session.ReportAsync(report);
        return settlement;
    }
}
