using System.Collections.Concurrent;
using MessageLB.Frames;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

/// <summary>A transport that notes what is published to the queues of destinations, and holds frames up while the test likes.</summary>
internal sealed class WatchedTransport(ITransport inner) : ITransport
{
    private readonly ConcurrentQueue<(string Queue, int Messages)> _sent = new();
    private volatile TaskCompletionSource? _gate;

    public string Name => inner.Name;

    public string Address => inner.Address;

    public int MaxMessageSize => inner.MaxMessageSize;

    /// <summary>Publishes to the queues of destinations, with the number of messages in each; 1 is one that travelled alone.</summary>
    public IReadOnlyList<(string Queue, int Messages)> Sent => [.. _sent];

    /// <summary>Frames of two messages or more.</summary>
    public int Frames => _sent.Count(s => s.Messages > 1);

    /// <summary>Holds up what is published to destinations.</summary>
    public void Close() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets it go.</summary>
    public void Open()
    {
        _gate?.SetResult();
        _gate = null;
    }

    public async ValueTask<ITransportSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken) =>
        new Session(await inner.OpenAsync(options, cancellationToken), this);

    private static bool IsOfDestination(string queue) => queue.StartsWith("messagelb.work.", StringComparison.Ordinal) || queue.StartsWith("messagelb.hold.", StringComparison.Ordinal);

    private async ValueTask PassAsync(string queue, MessageProperties properties, ReadOnlyMemory<byte> body)
    {
        if (!IsOfDestination(queue)) return;
        if (_gate is { } gate) await gate.Task;
        var reader = new FrameReader();
        _sent.Enqueue((queue, FrameFormat.IsFrame(properties) && reader.TryOpen(body) ? reader.Left : 1));
    }

    private sealed class Session(ITransportSession inner, WatchedTransport watch) : ITransportSession
    {
        public CancellationToken Ended => inner.Ended;

        public string? EndReason => inner.EndReason;

        public ITopology Topology => inner.Topology;

        public IControlBus Control => inner.Control;

        public IPresence Presence => inner.Presence;

        public void End(string reason) => inner.End(reason);

        public ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken) => inner.ReceiveAsync(options, handler, cancellationToken);

        public async ValueTask<IPublisher> CreatePublisherAsync(PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken) =>
            new Publisher(await inner.CreatePublisherAsync(options, outcomes, cancellationToken), watch);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Publisher(IPublisher inner, WatchedTransport watch) : IPublisher
    {
        public async ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation)
        {
            if (exchange.Length == 0) await watch.PassAsync(routingKey, properties, body);
            await inner.PublishAsync(exchange, routingKey, properties, body, correlation);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
