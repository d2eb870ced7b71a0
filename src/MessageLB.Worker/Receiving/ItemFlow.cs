using System.Globalization;
using MessageLB.Worker.Serving;
using MessageLB.Worker.Settling;
using Microsoft.Extensions.Logging;

namespace MessageLB.Worker.Receiving;

/// <summary>
/// Says which items a handler may start, and ends every item once: settles it, enters it in the books, and lets it go. Nothing here
/// throws. Thread-safe.
/// </summary>
internal sealed partial class ItemFlow(WorkerSettings settings, Settler settler, WorkerBooks books, ServiceState service, ILogger logger)
{
    /// <summary>Whether a handler may start the item; if not, it has been dealt with.</summary>
    public async ValueTask<bool> AdmitAsync(WorkItem item)
    {
        if (item.Session.HasEnded)
        {
            Forget(item);
            return false;
        }

        if (service.IsOpen) return true;
        await ReturnAsync(item);
        return false;
    }

    /// <summary>The item's session ended before a handler had started it; the broker has it back.</summary>
    public void Forget(WorkItem item)
    {
        item.Release();
        books.Forget(item);
    }

    /// <summary>Sends an item that no handler has started back to its group, the attempt unchanged.</summary>
    public async Task ReturnAsync(WorkItem item) => await SettleAsync(item, HandlerResult.Return("the worker is out of service"), TimeSpan.Zero);

    /// <summary>A handler has ended with this result, and took this long.</summary>
    public async ValueTask EndAsync(WorkItem item, HandlerResult result, TimeSpan busy)
    {
        if (item.TryClaim())
        {
            if (await SettleAsync(item, result, busy) == Settlement.None) books.Late();
            return;
        }

        // Its message was sent elsewhere meanwhile: whatever the handler says now would count twice.
        LogLateResult(item.Message.MessageId, result.Kind);
        item.Release();
        books.Late();
        service.HandlerFreed();
        books.ForceHeartbeat();
    }

    /// <summary>A handler that was told to end does not: sends its message elsewhere. The caller holds the item for this.</summary>
    public async Task GiveUpAsync(WorkItem item, CancelCause cause, TimeSpan ran)
    {
        if (!item.TryClaim())
        {
            item.Release();
            return;
        }

        service.HandlerStuck();
        books.ForceHeartbeat();
        LogGivenUp(item.Message.MessageId, ran.TotalSeconds, service.Stuck, settings.Concurrency);
        await SettleAsync(item, ResultOf(cause), ran);
    }

    /// <summary>What the cancellation of a handler means for its message.</summary>
    public HandlerResult ResultOf(CancelCause cause) => cause == CancelCause.Limit
        ? HandlerResult.Retry(string.Create(CultureInfo.InvariantCulture, $"took longer than {settings.HandlerTimeout!.Value.TotalSeconds:0.###} s"))
        : HandlerResult.Return("the time for draining was over before the handler had finished");

    private async ValueTask<Settlement> SettleAsync(WorkItem item, HandlerResult result, TimeSpan busy)
    {
        var settlement = Settlement.None;
        try
        {
            settlement = await settler.SettleAsync(item, result);
        }
        catch (Exception e)
        {
            // A fault of the transport in settling: the delivery stays with the broker, which hands it over again.
            LogSettlingFailed(item.Message.MessageId, e);
        }

        item.Release();
        books.Settled(item, settlement, busy, result.IsUnreadable);
        return settlement;
    }
}
