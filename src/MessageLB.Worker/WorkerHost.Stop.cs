using MessageLB.Transport;
using MessageLB.Worker.Draining;
using MessageLB.Worker.Presence;
using MessageLB.Worker.Receiving;

namespace MessageLB.Worker;

public sealed partial class WorkerHost
{
    // For handlers that honour cancellation to wind up and for their messages to be given back.
    private static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(2);

    // For each step of taking leave, whatever the broker does.
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(1);

    /// <summary>Drains and takes leave, step by step; no step is gated on a token that is cancelled already.</summary>
    private async Task LeaveAsync(ITransportSession transportSession, WorkerSession session, Receptions receptions, PresenceToken presence, IAsyncDisposable commands)
    {
        var began = _time.GetTimestamp();
        var others = new SiblingWatch(Worker, _time);
        var withdrawal = new Withdrawal(_settings, _books, _slots, receptions, others, _time);
        var end = await DrainAsync(withdrawal, others, transportSession);
        await StepAsync("stop receiving", receptions.StopAsync());
        var cut = await FinishHandlersAsync();
        var unsettled = _books.InFlight;
        await StepAsync("send the last heartbeat", new ValueTask(_reporter.SendLastAsync(CancellationToken.None)));
        if (!session.HasEnded) await StepAsync("give up the presence token", presence.DisposeAsync());
        await StepAsync("unsubscribe from commands", commands.DisposeAsync());
        await StepAsync("close the receiver", receptions.DisposeAsync());
        await StepAsync("report the last results and close the publisher", session.DisposeAsync());
        var took = _time.GetElapsedTime(began).TotalSeconds;
        _drained = end != DrainEnd.Interrupted && cut == 0 && unsettled == 0;
        if (_drained) LogLeft(Worker, took, end);
        else LogDrainIncomplete(Worker, took, session.HasEnded ? "the session ended" : "the time was up", cut, unsettled, withdrawal.LastReady);
    }

    private async Task<DrainEnd> DrainAsync(Withdrawal withdrawal, SiblingWatch others, ITransportSession session)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, session.Ended);
        try
        {
            await using var listening = await ListenAsync(others, session, interrupted.Token);
            return await withdrawal.RunAsync(session.Topology, interrupted.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or MessageLBException)
        {
            return DrainEnd.Interrupted;
        }
    }

    /// <summary>Waits for what is in flight until the deadline, then cuts it short; returns how many handlers that took.</summary>
    private async Task<int> FinishHandlersAsync()
    {
        var idle = _books.WhenIdle();
        await idle.WaitAsync(_deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return idle.IsCompleted ? 0 : await CutAsync(isLeaving: true);
    }

    /// <summary>Cancels the handlers that run, and sends elsewhere what they still hold after the grace; returns how many there were.</summary>
    private async Task<int> CutAsync(bool isLeaving)
    {
        // Whatever the drain had no time for; slots whose handlers do not end would never come to it.
        _slots.ReturnUnstarted();
        var cut = _slots.Cut(isLeaving);
        var idle = _books.WhenIdle();
        await idle.WaitAsync(CancelGrace, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!idle.IsCompleted) await StepAsync("send elsewhere what handlers still hold", new ValueTask(_slots.GiveUpRunningAsync()));
        return cut;
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
