using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>A transport that can lose what its sessions say on the control exchange.</summary>
internal sealed class MuteTransport(ITransport inner) : ITransport
{
    private volatile bool _isMute;

    /// <summary>Whether what is said is lost. Default false.</summary>
    public bool IsMute
    {
        get => _isMute;
        set => _isMute = value;
    }

    public string Name => inner.Name;

    public string Address => inner.Address;

    public int MaxMessageSize => inner.MaxMessageSize;

    public async ValueTask<ITransportSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken) => new Session(await inner.OpenAsync(options, cancellationToken), this);

    private sealed class Session(ITransportSession inner, MuteTransport transport) : ITransportSession, IControlBus
    {
        public CancellationToken Ended => inner.Ended;

        public string? EndReason => inner.EndReason;

        public ITopology Topology => inner.Topology;

        public IControlBus Control => this;

        public IPresence Presence => inner.Presence;

        public void End(string reason) => inner.End(reason);

        public ValueTask SendAsync(string routingKey, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
            transport.IsMute ? ValueTask.CompletedTask : inner.Control.SendAsync(routingKey, body, cancellationToken);

        public ValueTask<IAsyncDisposable> SubscribeAsync(string pattern, ControlHandler handler, CancellationToken cancellationToken) => inner.Control.SubscribeAsync(pattern, handler, cancellationToken);

        public ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken) => inner.ReceiveAsync(options, handler, cancellationToken);

        public ValueTask<IPublisher> CreatePublisherAsync(PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken) => inner.CreatePublisherAsync(options, outcomes, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
