using MessageLB.Core.Envelopes;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Reloading;

/// <summary>
/// Messages that match no route while routes move. They wait in a durable queue, so that the death of the dispatcher loses none, and are
/// published once more when the routes are there; each is acknowledged after its confirm. What no group takes even then stays there.
/// </summary>
internal sealed partial class KeptMessages : IDeliveryHandler, IAsyncDisposable
{
    /// <summary>A move takes milliseconds; a queue that is there for longer than this is nobody's.</summary>
    public static readonly TimeSpan LongestMove = TimeSpan.FromSeconds(10);

    private const int MostUnsettled = 100;

    private readonly ITransportSession _session;
    private readonly EnvelopeRewriter _rewriter;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Queue<Delivery> _waiting = new();
    private readonly Lock _gate = new();
    private ConfirmingPublisher? _publisher;

    private KeptMessages(ITransportSession session, EnvelopeRewriter rewriter, ILogger logger) => (_session, _rewriter, _logger) = (session, rewriter, logger);

    /// <summary>Begins to keep what matches no route.</summary>
    public static async Task<KeptMessages> StartAsync(ITransportSession session, EnvelopeRewriter rewriter, ILogger logger, CancellationToken cancellationToken)
    {
        var kept = await TakeOverAsync(session, rewriter, logger, cancellationToken);
        await session.Topology.DeclareQueueAsync(TopologySpecs.MovingQueue, cancellationToken);
        await session.Topology.BindAsync(Names.MovingQueue, Names.UnroutedExchange, "#", cancellationToken);
        return kept;
    }

    /// <summary>What somebody else kept, and left. Keeps nothing new: a catch-all may have what matches nothing by now.</summary>
    public static async Task<KeptMessages> TakeOverAsync(ITransportSession session, EnvelopeRewriter rewriter, ILogger logger, CancellationToken cancellationToken) =>
        new(session, rewriter, logger) { _publisher = await ConfirmingPublisher.CreateAsync(session, cancellationToken) };

    /// <summary>Ends that, publishes what was kept, and deletes the queue if it is empty.</summary>
    public async Task PublishAgainAsync(CancellationToken cancellationToken)
    {
        await _session.Topology.UnbindAsync(Names.MovingQueue, Names.UnroutedExchange, "#", cancellationToken);
        var left = (await _session.Topology.InspectAsync(Names.MovingQueue, cancellationToken))?.Ready ?? 0;
        var (moved, without) = (0L, 0L);
        if (left > 0)
        {
            await using var receiver = await _session.ReceiveAsync(new ReceiveOptions { Queue = Names.MovingQueue, Prefetch = MostUnsettled }, this, cancellationToken);
            for (; moved + without < left; )
            {
                await _arrived.WaitAsync(cancellationToken);
                if (await PublishAgainAsync(receiver, cancellationToken)) moved++;
                else without++;
            }

            await receiver.StopAsync();
        }

        if (moved > 0) LogMoved(moved);
        if (without > 0) LogKept(without, Names.MovingQueue);
        // Only an empty one: what nobody takes is somebody's message all the same.
        if (without == 0) await _session.Topology.DeleteQueueAsync(Names.MovingQueue, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask HandleAsync(Delivery delivery)
    {
        var properties = new MessageProperties();
        properties.CopyFrom(delivery.Properties);
        lock (_gate) _waiting.Enqueue(delivery with { Properties = properties, Body = delivery.Body.ToArray() });
        _arrived.Release();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _publisher?.DisposeAsync() ?? ValueTask.CompletedTask;

    // One that nobody takes stays unsettled until the receiver ends, or the queue would hand it over again and again.
    private async Task<bool> PublishAgainAsync(IReceiver receiver, CancellationToken cancellationToken)
    {
        Delivery delivery;
        lock (_gate) delivery = _waiting.Dequeue();
        var outcome = await _publisher!.PublishAsync(Names.IngressExchange, delivery.RoutingKey, _rewriter.PublishAgain(delivery), delivery.Body, cancellationToken);
        if (outcome != PublishOutcome.Confirmed) return false;
        await receiver.AckAsync(delivery.Tag, multiple: false);
        return true;
    }

    [LoggerMessage(2107, LogLevel.Information, "{Count} messages that came while routes moved were published again, to their new groups")]
    private partial void LogMoved(long count);

    [LoggerMessage(2108, LogLevel.Warning, "{Count} messages that came while routes moved belong to no group; they wait in {Queue}")]
    private partial void LogKept(long count, string queue);
}
