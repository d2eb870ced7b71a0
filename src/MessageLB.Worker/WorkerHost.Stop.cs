using MessageLB.Transport;
using MessageLB.Worker.Commands;
using MessageLB.Worker.Draining;
using MessageLB.Worker.Settling;

namespace MessageLB.Worker;

public sealed partial class WorkerHost
{
    // The last fifth of the drain's time is kept for the messages that are here already.
    private const double ReceivingShare = 0.8;

    // For handlers that honour cancellation to wind up and for their messages to be given back.
    private static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(2);

    // For each step of taking leave, whatever the broker does.
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(1);

    /// <summary>Drains and takes leave, step by step; no step is gated on a token that is cancelled already.</summary>
    private async Task LeaveAsync(ITransportSession transportSession, WorkerSession session, IAsyncDisposable presence, IAsyncDisposable commands)
    {
        var began = _time.GetTimestamp();
        EnterIntended(WorkerIntent.Stop); // again: the stop may have crossed the step to ready
        var drain = new QueueDrain(_settings, _books, _time);
        var end = await DrainAsync(drain, transportSession);
        await StepAsync("stop receiving", session.StopAsync());
        await FinishHandlersAsync();
        var unfinished = _books.InFlight;
        await StepAsync("send the last heartbeat", new ValueTask(_reporter.SendLastAsync(CancellationToken.None)));
        if (!session.HasEnded) await StepAsync("give up the presence token", presence.DisposeAsync());
        await StepAsync("unsubscribe from commands", commands.DisposeAsync());
        await StepAsync("close the receiver", session.DisposeAsync());
        var took = _time.GetElapsedTime(began).TotalSeconds;
        if (end == DrainEnd.Interrupted || unfinished > 0) LogDrainIncomplete(Worker, took, unfinished, drain.LastReady, session.HasEnded ? "the session ended" : "the time was up");
        else LogLeft(Worker, took, end);
    }

    private async Task<DrainEnd> DrainAsync(QueueDrain drain, ITransportSession session)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(_stopReceiving.Token, session.Ended);
        var others = new SiblingWatch(Worker, _time);
        try
        {
            await using var listening = await others.ListenAsync(session.Control, interrupted.Token);
            return await drain.RunAsync(session.Topology, others, interrupted.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or MessageLBException)
        {
            return DrainEnd.Interrupted;
        }
    }

    /// <summary>Waits for what is in flight until the deadline; then gives back what never started and lets running handlers wind up.</summary>
    private async Task FinishHandlersAsync()
    {
        var idle = _books.WhenIdle();
        await idle.WaitAsync(_deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (idle.IsCompleted) return;
        await ReturnUnstartedAsync();
        await idle.WaitAsync(CancelGrace, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReturnUnstartedAsync()
    {
        while (_slots.TryTakeUnstarted(out var item))
        {
            var settlement = Settlement.None;
            try
            {
                settlement = await Settler.ReturnAsync(item!);
            }
            catch (Exception e)
            {
                LogStepFailed(Worker, "give a message back", e.Message);
            }

            _books.Settled(item!, settlement, TimeSpan.Zero, unreadable: false);
            item!.Release();
        }
    }

    private async Task StepAsync(string step, ValueTask work)
    {
        try
        {
            await work.AsTask().WaitAsync(StepLimit, _time);
        }
        catch (Exception e)
        {
            LogStepFailed(Worker, step, e.Message);
        }
    }
}
