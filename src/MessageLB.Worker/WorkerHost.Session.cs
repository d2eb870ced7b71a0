using MessageLB.Transport;
using MessageLB.Worker.Commands;
using MessageLB.Worker.Draining;
using MessageLB.Worker.Presence;
using MessageLB.Worker.Receiving;
using MessageLB.Worker.Results;
using Microsoft.Extensions.Logging;

namespace MessageLB.Worker;

public sealed partial class WorkerHost
{
    private static readonly TimeSpan AskForHoldAgain = TimeSpan.FromSeconds(15);

    // Why it takes no messages in hold; null while it does.
    private string? _noHold;

    private async Task RunSessionAsync(ITransportSession transportSession, CancellationToken ended)
    {
        lock (_lock)
        {
            if (_service.Read().Intent == WorkerIntent.Stop)
            {
                _finished.Cancel();
                return;
            }

            _inSession = true;
        }

        try
        {
            await ServeAsync(transportSession, ended);
        }
        finally
        {
            _connected = false;
            _reporter.Detach();
            _slots.ForgetUnstarted();
            bool stopping;
            lock (_lock)
            {
                _inSession = false;
                stopping = _service.Read().Intent == WorkerIntent.Stop;
            }

            if (stopping) _finished.Cancel();
        }
    }

    private async Task ServeAsync(ITransportSession transportSession, CancellationToken ended)
    {
        var work = await DeclareAsync(transportSession.Topology, ended);
        var publisher = await ConfirmingPublisher.CreateAsync(transportSession, ended);
        // The token comes before the first heartbeat: whoever hears the heartbeat finds a token to watch.
        var presence = await PresenceToken.HoldAsync(transportSession.Presence, Worker, _time, _logger, ended);
        var commands = await transportSession.Control.SubscribeAsync(Names.CommandKey(Worker.Group, Worker.Destination), OnCommand, ended);
        var results = new ResultReporter(_settings, publisher, _logger, transportSession.Ended);
        var session = new WorkerSession(transportSession, publisher, results, work, _attendance, _time);
        var receptions = new Receptions(session, work, _settings.Prefetch, reception => new DeliveryIntake(reception, _settings, _slots, _books, _time));
        _books.Results = false;
        await TakeHeldTooAsync(transportSession.Topology, receptions, ended);
        if (_service.IsOpen) await receptions.OpenAsync(ended);

        _connected = true;
        _lastFault = null;
        LogServing(Worker, Interlocked.Increment(ref _sessions));
        _service.Started(); // before the first heartbeat, which is to say so
        _reporter.Attach(transportSession.Control);
        await FollowServiceAsync(transportSession, receptions, ended);
        if (!ended.IsCancellationRequested) await LeaveAsync(transportSession, session, receptions, presence, commands);
    }

    /// <summary>Declares what it needs; returns its work queue.</summary>
    private async Task<string> DeclareAsync(ITopology topology, CancellationToken cancellationToken)
    {
        await topology.DeclareExchangesAsync(cancellationToken);
        await topology.DeclareFailedAsync(Worker.Group, cancellationToken);
        var work = TopologySpecs.WorkQueue(Worker.Group, Worker.Destination);
        await topology.DeclareQueueAsync(work, cancellationToken);
        return work.Name;
    }

    /// <summary>
    /// Declares the queue of messages in hold and has it received from too, unless it is already. A worker takes from both kinds, because which
    /// one its group uses is the dispatchers' affair; and it reports results as soon as it does.
    /// </summary>
    private async Task TakeHeldTooAsync(ITopology topology, Receptions receptions, CancellationToken cancellationToken)
    {
        if (receptions.TakesHeld) return;
        var hold = TopologySpecs.HoldQueue(Worker.Group, Worker.Destination);
        try
        {
            await topology.DeclareQueueAsync(hold, cancellationToken);
        }
        catch (MessageLBException e) when (e is not SessionEndedException)
        {
            // It may lack the right, or the node that has the queue may be down: most groups do without, and the node may come back.
            if (_noHold != e.Message) LogNoHold(Worker, hold.Name, e.Message);
            _noHold = e.Message;
            return;
        }

        receptions.TakeHeld(hold.Name);
        _books.Results = true;
        if (_noHold is null) return;
        _noHold = null;
        LogHold(Worker, hold.Name);
        _books.ForceHeartbeat();
    }

    /// <summary>Serves, and stays out of service, as told; returns when told to stop or when the session has ended.</summary>
    private async Task FollowServiceAsync(ITransportSession session, Receptions receptions, CancellationToken ended)
    {
        var over = Task.Delay(Timeout.InfiniteTimeSpan, _time, ended);
        while (!ended.IsCancellationRequested)
        {
            var (state, intent, changed) = _service.Read();
            if (intent == WorkerIntent.Stop) return;
            if (state == WorkerState.Ready)
            {
                _drained = false;
                await TakeHeldTooAsync(session.Topology, receptions, ended);
                await receptions.OpenAsync(ended);
                await (receptions.TakesHeld ? Task.WhenAny(changed, over) : Task.WhenAny(changed, over, Task.Delay(AskForHoldAgain, _time, ended)));
            }
            else
            {
                await StayOutAsync(state, session, receptions, Task.WhenAny(changed, over), ended);
            }
        }
    }

    private async Task StayOutAsync(WorkerState state, ITransportSession session, Receptions receptions, Task changed, CancellationToken ended)
    {
        if (state != WorkerState.Draining) LogOutOfService(state == WorkerState.Failed ? LogLevel.Warning : LogLevel.Information, Worker, state, _service.Stuck, _settings.Concurrency);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var withdrawn = WithdrawAsync(state, session, receptions, over.Token);
        await changed;
        await over.CancelAsync();
        await withdrawn;
        if (_service.IsOpen) LogInService(Worker);
    }

    /// <summary>Withdraws, says so, and stays withdrawn until <paramref name="over"/>. Only a drain has a deadline.</summary>
    private async Task WithdrawAsync(WorkerState state, ITransportSession session, Receptions receptions, CancellationToken over)
    {
        using var deadline = new CancellationTokenSource(state == WorkerState.Draining ? _settings.DrainTimeout : Timeout.InfiniteTimeSpan, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over, deadline.Token);
        var others = new SiblingWatch(Worker, _time);
        var withdrawal = new Withdrawal(_settings, _books, _slots, receptions, others, _time);
        try
        {
            await using var listening = await ListenAsync(others, session, over);
            var end = await withdrawal.RunAsync(session.Topology, either.Token);
            if (end == DrainEnd.Interrupted && deadline.IsCancellationRequested && !over.IsCancellationRequested)
            {
                LogDrainCut(Worker, _settings.DrainTimeout.TotalSeconds, await CutAsync(isLeaving: false));
            }
            else if (end != DrainEnd.Interrupted && state == WorkerState.Draining)
            {
                _drained = true;
                LogDrained(Worker, _books.Read(true, 0).Done);
            }

            await withdrawal.StayAsync(over);
        }
        catch (Exception e) when (e is OperationCanceledException or SessionEndedException)
        {
            // Told otherwise, or the session is over; whoever called knows.
        }
    }

    // A worker that may not hear the others drains without them.
    private async ValueTask<IAsyncDisposable?> ListenAsync(SiblingWatch others, ITransportSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await others.ListenAsync(session.Control, cancellationToken);
        }
        catch (MessageLBException e) when (e is not SessionEndedException)
        {
            LogStepFailed(Worker, "hear of other instances", e.Message);
            return null;
        }
    }

    private void OnCommand(string routingKey, ReadOnlySpan<byte> body)
    {
        if (!WorkerCommand.TryRead(body, out var command, out var error))
        {
            LogCommandMalformed(Worker, error!);
            return;
        }

        if (command.Instance is { } instance && instance != Worker.Instance) return;
        if (command.Intent == WorkerIntent.Stop)
        {
            Stop("command");
        }
        else if (_service.TrySet(command.Intent))
        {
            LogCommand(Worker, command.Intent);
            _books.ForceHeartbeat();
        }
    }
}
