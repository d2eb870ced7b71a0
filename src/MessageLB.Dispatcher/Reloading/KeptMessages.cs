using System.Threading.Channels;
using MessageLB.Core.Envelopes;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Reloading;

/// <summary>
/// Messages that match no route while routes move, within one session. They wait in a durable queue, so that the death of the dispatcher
/// loses none, and are published once more when the routes are there; each is acknowledged after its confirm. What no group takes even then
/// stays there. The queue is never deleted: a quorum queue tells late how much is in it, and what it holds would go with it.
/// </summary>
internal sealed partial class KeptMessages(ITransportSession session, EnvelopeRewriter rewriter, ILogger logger) : IDeliveryHandler
{
    private const int MostUnsettled = 2000;

    private readonly Channel<Delivery> _arrived = Channel.CreateBounded<Delivery>(new BoundedChannelOptions(MostUnsettled) { SingleReader = true });
    private volatile TaskCompletionSource _open = Opened();
    private IReceiver? _receiver;
    private bool _isToldMoved;
    private bool _isToldKept;

    /// <summary>Begins to keep what matches no route.</summary>
    public async Task BeginAsync()
    {
        _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (_isToldMoved, _isToldKept) = (false, false);
        await session.Topology.DeclareQueueAsync(TopologySpecs.MovingQueue, session.Ended);
        await session.Topology.BindAsync(Names.MovingQueue, Names.UnroutedExchange, "#", session.Ended);
    }

    /// <summary>Ends that; what was kept is published again from now on.</summary>
    public async Task EndAsync()
    {
        await session.Topology.UnbindAsync(Names.MovingQueue, Names.UnroutedExchange, "#", session.Ended);
        await ReceiveAsync();
        _open.TrySetResult();
    }

    /// <summary>
    /// Takes what is in the queue, whoever kept it. While another dispatcher moves routes this does no harm: what still matches nothing
    /// comes back to the queue.
    /// </summary>
    public async Task ReceiveAsync() =>
        _receiver ??= await session.ReceiveAsync(new ReceiveOptions { Queue = Names.MovingQueue, Prefetch = MostUnsettled }, this, session.Ended);

    /// <summary>Publishes what arrives, until <paramref name="ended"/>.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        ConfirmingPublisher? publisher = null;
        await foreach (var delivery in _arrived.Reader.ReadAllAsync(ended))
        {
            await _open.Task.WaitAsync(ended);
            publisher ??= await ConfirmingPublisher.CreateAsync(session, ended);
            var outcome = await publisher.PublishAsync(Names.IngressExchange, delivery.RoutingKey, rewriter.PublishAgain(delivery), delivery.Body, ended);
            // One that nobody takes stays unsettled until the session ends, or the queue would hand it over again and again.
            if (outcome == PublishOutcome.Confirmed) await _receiver!.AckAsync(delivery.Tag, multiple: false);
            Tell(outcome);
        }
    }

    /// <inheritdoc />
    public ValueTask HandleAsync(Delivery delivery)
    {
        var properties = new MessageProperties();
        properties.CopyFrom(delivery.Properties);
        return _arrived.Writer.WriteAsync(delivery with { Properties = properties, Body = delivery.Body.ToArray() }, session.Ended);
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    // Once for each move.
    private void Tell(PublishOutcome outcome)
    {
        if (outcome == PublishOutcome.Confirmed)
        {
            if (!_isToldMoved) LogMoved();
            _isToldMoved = true;
        }
        else
        {
            if (!_isToldKept) LogKept(Names.MovingQueue, outcome);
            _isToldKept = true;
        }
    }

    [LoggerMessage(2107, LogLevel.Information, "Messages that came while routes moved are published again, to their new groups")]
    private partial void LogMoved();

    [LoggerMessage(2108, LogLevel.Warning, "A message that came while routes moved is not taken by any group ({Outcome}); such messages wait in {Queue}, and the next session tries them again")]
    private partial void LogKept(string queue, PublishOutcome outcome);
}
