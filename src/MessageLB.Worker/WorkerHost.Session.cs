using MessageLB.Transport;
using MessageLB.Worker.Commands;
using MessageLB.Worker.Draining;
using MessageLB.Worker.Receiving;

namespace MessageLB.Worker;

public sealed partial class WorkerHost
{
    private async Task RunSessionAsync(ITransportSession transportSession, CancellationToken ended)
    {
        lock (_lock)
        {
            if (_intent.Read().Intent == WorkerIntent.Stop)
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
            DiscardUnstarted();
            bool stopping;
            lock (_lock)
            {
                _inSession = false;
                stopping = _intent.Read().Intent == WorkerIntent.Stop;
            }

            if (stopping) _finished.Cancel();
        }
    }

    private async Task ServeAsync(ITransportSession transportSession, CancellationToken ended)
    {
        await DeclareAsync(transportSession.Topology, ended);
        var publisher = await ConfirmingPublisher.CreateAsync(transportSession, ended);
        // The token comes before the first heartbeat: whoever hears the heartbeat finds a token to watch.
        var presence = await transportSession.Presence.HoldAsync(Worker, ended);
        var commands = await transportSession.Control.SubscribeAsync(Names.CommandKey(Worker.Group, Worker.Destination), OnCommand, ended);
        var session = new WorkerSession(transportSession, publisher);
        var intake = new DeliveryIntake(session, _settings, _slots.Queue, _books, _time);
        var options = new ReceiveOptions { Queue = Names.WorkQueue(Worker.Group, Worker.Destination), Prefetch = _settings.Prefetch };
        await session.StartAsync(options, intake, ended);

        _connected = true;
        _lastFault = null;
        LogServing(Worker, Interlocked.Increment(ref _sessions));
        EnterIntended(_intent.Read().Intent); // before the first heartbeat, which is to say so
        _reporter.Attach(transportSession.Control);
        await FollowIntentAsync(transportSession, ended);
        if (!ended.IsCancellationRequested) await LeaveAsync(transportSession, session, presence, commands);
    }

    private async Task DeclareAsync(ITopology topology, CancellationToken cancellationToken)
    {
        await topology.DeclareExchangesAsync(cancellationToken);
        await topology.DeclareQueueAsync(TopologySpecs.DeadQueue(Worker.Group), cancellationToken);
        await topology.BindAsync(Names.DeadQueue(Worker.Group), Names.DeadExchange, Worker.Group, cancellationToken);
        await topology.DeclareQueueAsync(TopologySpecs.WorkQueue(Worker.Group, Worker.Destination), cancellationToken);
    }

    /// <summary>Serves and drains as told; returns when told to stop or when the session has ended.</summary>
    private async Task FollowIntentAsync(ITransportSession session, CancellationToken ended)
    {
        var over = Task.Delay(Timeout.InfiniteTimeSpan, _time, ended);
        while (!ended.IsCancellationRequested)
        {
            var (intent, changed) = _intent.Read();
            if (intent == WorkerIntent.Stop) return;
            EnterIntended(intent);
            if (intent == WorkerIntent.Drain) await DrainUntilAsync(session, changed, ended);
            await Task.WhenAny(changed, over);
        }
    }

    private void EnterIntended(WorkerIntent intent) => _books.Enter(intent == WorkerIntent.Serve ? WorkerState.Ready : WorkerState.Draining);

    // A drain by command ends nothing: it only tells when the worker could be taken away, and keeps serving what comes.
    private async Task DrainUntilAsync(ITransportSession session, Task changed, CancellationToken ended)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var drain = new QueueDrain(_settings, _books, _time).RunAsync(session.Topology, new SiblingWatch(Worker, _time), interrupted.Token);
        await Task.WhenAny(drain, changed);
        await interrupted.CancelAsync();
        if (await drain == DrainEnd.Empty) LogDrained(Worker, _books.Read(true, 0).Done);
    }

    private void OnCommand(string routingKey, ReadOnlySpan<byte> body)
    {
        if (!WorkerCommand.TryRead(body, out var command, out var error))
        {
            LogCommandMalformed(Worker, error!);
            return;
        }

        if (command.Instance is { } instance && instance != Worker.Instance) return;
        if (command.Intent == WorkerIntent.Stop) Stop("command");
        else if (_intent.TrySet(command.Intent)) LogCommand(Worker, command.Intent);
    }

    private void DiscardUnstarted()
    {
        while (_slots.TryTakeUnstarted(out var item))
        {
            _books.Forget(item!);
            item!.Release();
        }
    }
}
