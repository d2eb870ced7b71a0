using System.Threading.Channels;
using MessageLB.Worker.Settling;
using Microsoft.Extensions.Logging;

namespace MessageLB.Worker.Receiving;

/// <summary>
/// Runs handlers, at most <see cref="WorkerSettings.Concurrency"/> at the same time for the worker's whole life: a handler that
/// outlives its session keeps its slot, so that a reconnect never doubles the load.
/// </summary>
internal sealed partial class HandlerSlots(WorkerSettings settings, IMessageHandler handler, Settler settler, WorkerBooks books, TimeProvider time, ILogger logger)
{
    private readonly Channel<WorkItem> _queue = Channel.CreateBounded<WorkItem>(new BoundedChannelOptions(settings.Prefetch));
    private readonly ExceptionLogGate _exceptions = new(time);
    private Task[] _slots = [];

    public ChannelWriter<WorkItem> Queue => _queue.Writer;

    /// <summary>Starts the slots. <paramref name="cancelled"/> is what handlers get.</summary>
    public void Start(CancellationToken cancelled)
    {
        _slots = new Task[settings.Concurrency];
        for (var i = 0; i < _slots.Length; i++) _slots[i] = RunSlotAsync(cancelled);
    }

    /// <summary>Takes the next item that no handler has started; for giving it back.</summary>
    public bool TryTakeUnstarted(out WorkItem? item) => _queue.Reader.TryRead(out item);

    /// <summary>No more items will come; the returned task completes when every slot is free.</summary>
    public Task CompleteAsync()
    {
        _queue.Writer.TryComplete();
        return Task.WhenAll(_slots);
    }

    private async Task RunSlotAsync(CancellationToken cancelled)
    {
        // Off the caller's stack, so that a handler that completes synchronously cannot keep the worker from starting.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (true)
        {
            WorkItem? item;
            try
            {
                // ReadAsync wakes one slot per item; waiting for "there is something" would wake them all.
                if (!_queue.Reader.TryRead(out item)) item = await _queue.Reader.ReadAsync(CancellationToken.None);
            }
            catch (ChannelClosedException)
            {
                return;
            }

            await ProcessAsync(item, cancelled);
        }
    }

    private async ValueTask ProcessAsync(WorkItem item, CancellationToken cancelled)
    {
        if (item.Session.HasEnded)
        {
            books.Forget(item);
            item.Release();
            return;
        }

        var settlement = Settlement.None;
        var started = time.GetTimestamp();
        var busy = TimeSpan.Zero;
        var result = HandlerResult.Done;
        try
        {
            if (cancelled.IsCancellationRequested)
            {
                // A slot that comes free at the deadline starts nothing new.
                settlement = await Settler.ReturnAsync(item);
                return;
            }

            result = await InvokeAsync(item, cancelled);
            busy = time.GetElapsedTime(started);
            settlement = await settler.SettleAsync(item, result);
        }
        catch (Exception e)
        {
            // A fault of the transport in settling: the delivery stays with the broker, which hands it over again.
            LogSettlingFailed(item.Message.MessageId, e);
        }
        finally
        {
            item.Release();
            books.Settled(item, settlement, busy, result.IsUnreadable);
        }
    }

    private async ValueTask<HandlerResult> InvokeAsync(WorkItem item, CancellationToken cancelled)
    {
        try
        {
            return await handler.HandleAsync(item.Message, cancelled);
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            return HandlerResult.Return("the worker stopped before the handler had finished");
        }
        catch (Exception e)
        {
            books.HandlerThrew();
            if (_exceptions.ShouldLog(e.GetType().FullName!, out var suppressed)) LogHandlerThrew(e.GetType().Name, item.Message.MessageId, settings.OnException, suppressed, e);
            return HandlerResult.Of(settings.OnException, $"{e.GetType().Name} in the handler");
        }
    }
}
