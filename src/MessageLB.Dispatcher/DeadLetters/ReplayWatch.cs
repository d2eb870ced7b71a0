using MessageLB.Transport;

namespace MessageLB.Dispatcher.DeadLetters;

/// <summary>
/// Hears of a replay's messages that become dead letters again. The exchange of dead letters copies them to a queue of its own, so that the
/// watch costs the same however many dead letters wait.
/// </summary>
internal sealed class ReplayWatch : IDeliveryHandler, IAsyncDisposable
{
    private const int Prefetch = 100;

    private readonly ITransportSession _session;
    private readonly string _run;
    private readonly PassTally _tally;
    private readonly TaskCompletionSource<IReceiver> _receiver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cameBack = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ReplayWatch(ITransportSession session, string run, PassTally tally) => (_session, _run, _tally) = (session, run, tally);

    /// <summary>Done as soon as one has come back.</summary>
    public Task CameBack => _cameBack.Task;

    public static async Task<ReplayWatch> StartAsync(ITransportSession session, string group, string run, PassTally tally, CancellationToken cancellationToken)
    {
        var watch = new ReplayWatch(session, run, tally);
        var queue = TopologySpecs.ReplayWatchQueue(run);
        await session.Topology.DeclareQueueAsync(queue, cancellationToken);
        await session.Topology.BindAsync(queue.Name, Names.DeadExchange, group, cancellationToken);
        watch._receiver.TrySetResult(await session.ReceiveAsync(new ReceiveOptions { Queue = queue.Name, Prefetch = Prefetch }, watch, cancellationToken));
        return watch;
    }

    /// <inheritdoc />
    public async ValueTask HandleAsync(Delivery delivery)
    {
        var isOurs = HeaderValues.GetText(delivery.Properties.Headers, HeaderNames.ReplayRun) == _run;
        var tag = delivery.Tag;
        if (isOurs)
        {
            _tally.ComeBack();
            _cameBack.TrySetResult();
        }

        var receiver = await _receiver.Task;
        await receiver.AckAsync(tag, multiple: false);
    }

    public async ValueTask DisposeAsync()
    {
        var receiver = await _receiver.Task;
        await receiver.DisposeAsync();
        try
        {
            await _session.Topology.DeleteQueueAsync(Names.ReplayWatchQueue(_run), CancellationToken.None);
        }
        catch (MessageLBException)
        {
            // At the latest it is gone with the session.
        }
    }
}
