using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MessageLB.Telemetry;
using MessageLB.Worker.Ordering;
using MessageLB.Worker.Telemetry;
using Microsoft.Extensions.Logging;

namespace MessageLB.Worker.Receiving;

/// <summary>
/// Runs handlers, at most <see cref="WorkerSettings.Concurrency"/> at the same time for the worker's whole life: a handler that
/// outlives its session, or its message, keeps its slot, so that neither a reconnect nor a time limit multiplies the load.
/// </summary>
internal sealed partial class HandlerSlots(WorkerSettings settings, IMessageHandler handler, ItemFlow flow, WorkerBooks books, TimeProvider time, ILogger logger)
{
    private readonly Channel<WorkItem> _queue = Channel.CreateBounded<WorkItem>(new BoundedChannelOptions(2 * settings.Prefetch * settings.FrameMax));
    private readonly SlotLanes _lanes = new();
    private readonly ExceptionLogGate _exceptions = new(time);
    private HandlerSlot[] _slots = [];
    private Task[] _loops = [];

    /// <summary>Makes the spans of handlers' calls; null for none. Default null.</summary>
    public ProcessSpans? Spans { get; init; }

    /// <summary>Takes how long handlers work; null for nobody. Default null.</summary>
    public ProcessTimes? Times { get; init; }

    /// <summary>Starts the slots.</summary>
    public void Start()
    {
        _slots = new HandlerSlot[settings.Concurrency];
        for (var i = 0; i < _slots.Length; i++)
        {
            // What it starts ends the item itself and never throws.
            _slots[i] = new HandlerSlot(settings.HandlerTimeout, books, time, (item, ran) => _ = flow.GiveUpAsync(item, CancelCause.Limit, ran));
        }

        _loops = [.. _slots.Select(RunSlotAsync)];
    }

    /// <summary>
    /// Queues an item for the next free slot, or sends it back to the group while the worker is out of service. Never waits in practice:
    /// the queue holds as many as the prefetch of both kinds of queue lets come, all of them full frames.
    /// </summary>
    public ValueTask OfferAsync(WorkItem item)
    {
        if (!_lanes.Enter(item)) return ValueTask.CompletedTask;
        if (flow.IsOpen || item.KeepsPlace) return _queue.Writer.TryWrite(item) ? ValueTask.CompletedTask : _queue.Writer.WriteAsync(item);
        _ = flow.ReturnAsync(item); // ends in the books, never throws; many at the same time
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Sends every item that no handler has started back to the group, all at the same time; does not wait for it. Those that keep their place
    /// stay, and are handled.
    /// </summary>
    public void ReturnUnstarted()
    {
        // As many as there are now: those that stay go to the end, and order is kept by their lanes.
        for (var left = _queue.Reader.Count; left > 0 && _queue.Reader.TryRead(out var item); left--)
        {
            if (!item.KeepsPlace) _ = flow.ReturnAsync(item); // ends in the books, never throws
            else if (!_queue.Writer.TryWrite(item)) Forget(item); // no more items are wanted: it goes back with the receiver
        }
    }

    /// <summary>Forgets every item that no handler has started, because the session is over.</summary>
    public void ForgetUnstarted()
    {
        while (_queue.Reader.TryRead(out var item)) Forget(item);
    }

    /// <summary>Cancels the handlers that run, because the time for draining is over; returns how many.</summary>
    /// <param name="isLeaving">Whether the worker ends, and what keeps its place is left to the broker.</param>
    public int Cut(bool isLeaving)
    {
        if (isLeaving) flow.LeavePlaces();
        return _slots.Count(s => s.Cut(isLeaving));
    }

    /// <summary>Sends the messages of handlers that still run elsewhere; their results will have no effect.</summary>
    public Task GiveUpRunningAsync() =>
        Task.WhenAll(_slots.Select(s => s.HoldRunning()).OfType<(WorkItem Item, TimeSpan Ran)>().Select(r => flow.GiveUpAsync(r.Item, CancelCause.Drain, r.Ran)));

    /// <summary>No more items will come; the returned task completes when every slot is free.</summary>
    public Task CompleteAsync()
    {
        _queue.Writer.TryComplete();
        foreach (var slot in _slots) slot.Dispose();
        return Task.WhenAll(_loops);
    }

    private async Task RunSlotAsync(HandlerSlot slot)
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

            for (var next = item; next is not null; next = Follower(next)) await HandleAsync(slot, next);
        }
    }

    private async ValueTask HandleAsync(HandlerSlot slot, WorkItem item)
    {
        if (!await flow.AdmitAsync(item)) return;
        var started = time.GetTimestamp();
        var result = await InvokeAsync(slot, item, started);
        var took = time.GetElapsedTime(started);
        Times?.Record(took, result.Kind);
        await flow.EndAsync(item, result, took);
    }

    // It goes to the end of the queue, so that a slot with many messages does not keep a handler from the others.
    private WorkItem? Follower(WorkItem item) => _lanes.Leave(item) is { } next && !_queue.Writer.TryWrite(next) ? next : null;

    private void Forget(WorkItem first)
    {
        for (var item = first; item is not null; item = _lanes.Leave(item)) flow.Forget(item);
    }

    private ValueTask<HandlerResult> InvokeAsync(HandlerSlot slot, WorkItem item, long started) =>
        MessageTraces.AreListenedTo && Spans?.Begin(item.Message) is { } span ? InvokeTracedAsync(slot, item, started, span) : InvokeAsync(slot, item, started, null);

    private async ValueTask<HandlerResult> InvokeTracedAsync(HandlerSlot slot, WorkItem item, long started, Activity span)
    {
        // Until this method ends: what the handler does stands under it.
        Activity.Current = span;
        var thrown = new StrongBox<Exception?>();
        var result = await InvokeAsync(slot, item, started, thrown);
        ProcessSpans.End(span, result, thrown.Value);
        return result;
    }

    private async ValueTask<HandlerResult> InvokeAsync(HandlerSlot slot, WorkItem item, long started, StrongBox<Exception?>? thrown)
    {
        var cancelled = slot.Begin(item, started);
        try
        {
            return await handler.HandleAsync(item.Message, cancelled);
        }
        catch (OperationCanceledException) when (slot.Cause is var cause && cause != CancelCause.None)
        {
            return flow.ResultOf(cause);
        }
        catch (Exception e)
        {
            if (thrown is not null) thrown.Value = e;
            books.HandlerThrew();
            if (_exceptions.ShouldLog(e.GetType().FullName!, out var suppressed)) LogHandlerThrew(e.GetType().Name, item.Message.MessageId, settings.OnException, suppressed, e);
            return HandlerResult.Of(settings.OnException, $"{e.GetType().Name}: {e.Message}");
        }
        finally
        {
            slot.End();
        }
    }
}
