using MessageLB.Transport;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>A session of a <see cref="ScriptedTransport"/>: publishes, and declares anything.</summary>
internal sealed class ScriptedSession(ScriptedTransport transport) : ITransportSession, ITopology
{
    private readonly CancellationTokenSource _ended = new();

    public CancellationToken Ended => _ended.Token;

    public string? EndReason => null;

    public void End(string reason) => throw new NotSupportedException();

    public ITopology Topology => this;

    public IControlBus Control => throw new NotSupportedException();

    public IPresence Presence => throw new NotSupportedException();

    public ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IPublisher> CreatePublisherAsync(PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken) =>
        new(new ScriptedPublisher(transport, outcomes));

    public ValueTask DeclareExchangeAsync(ExchangeSpec exchange, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DeclareQueueAsync(QueueSpec queue, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask BindAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask UnbindAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<QueueDepth?> InspectAsync(string queue, CancellationToken cancellationToken) => new((QueueDepth?)null);

    public ValueTask DeleteQueueAsync(string queue, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _ended.Cancel();
        _ended.Dispose();
        return ValueTask.CompletedTask;
    }
}
