using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Registry;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Registry;

/// <summary>How often ingress queues are looked at.</summary>
public sealed class QueueLookerTests : IAsyncDisposable
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(20);

    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly InMemoryTransport _transport = new();
    private readonly Recorder<string> _inspected = new("looks at queues");
    private long _rounds;
    private InspectedSession? _session;
    private Task _looking = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_session is not null) await _session.DisposeAsync();
        _ended.Dispose();
    }

    [Theory]
    [InlineData(3, 20, 1000)]
    [InlineData(100, 980, 1000)]
    [InlineData(500, 4980, 5000)]
    public async Task Run_ManyGroups_LooksAtAHundredIngressQueuesASecondAndAtNoneMoreThanOnce(int groups, int endOfFirstMs, int beginOfSecondMs)
    {
        var expected = Enumerable.Range(0, groups).Select(i => Names.IngressQueue($"g{i}")).ToList();
        await StartAsync(groups);

        await UntilAsync(endOfFirstMs);
        Assert.Equal(expected, _inspected.Items);
        await UntilAsync(beginOfSecondMs - 20);
        Assert.Equal(expected, _inspected.Items);
        await UntilAsync(beginOfSecondMs + endOfFirstMs);
        Assert.Equal([.. expected, .. expected], _inspected.Items);
    }

    private async Task StartAsync(int groups)
    {
        var config = MessageLBConfig.Default with { Groups = [.. Enumerable.Range(0, groups).Select(i => GroupConfig.Default with { Name = $"g{i}" })] };
        var registry = new DestinationRegistry(config, new DispatcherIdentity("test"), _time, NullLogger<DestinationRegistry>.Instance);
        foreach (var group in registry.Groups) group.Prepared = true;
        _session = new InspectedSession(await _transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token), _inspected);
        _looking = new QueueLooker(_session, registry, _time).RunAsync(_ended.Token);
        await _time.WaitForArmingsAsync(++_rounds, Token);
    }

    private async Task UntilAsync(int elapsedMs)
    {
        while (_time.Elapsed < TimeSpan.FromMilliseconds(elapsedMs))
        {
            _time.Advance(Round);
            await _time.WaitForArmingsAsync(++_rounds, Token);
        }
    }

    /// <summary>Records which queues are looked at; there are none.</summary>
    private sealed class InspectedSession(ITransportSession inner, Recorder<string> inspected) : ITransportSession, ITopology
    {
        public CancellationToken Ended => inner.Ended;

        public string? EndReason => inner.EndReason;

        public ITopology Topology => this;

        public IControlBus Control => inner.Control;

        public IPresence Presence => inner.Presence;

        public void End(string reason) => inner.End(reason);

        public ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken) => inner.ReceiveAsync(options, handler, cancellationToken);

        public ValueTask<IPublisher> CreatePublisherAsync(PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken) =>
            inner.CreatePublisherAsync(options, outcomes, cancellationToken);

        public ValueTask DeclareExchangeAsync(ExchangeSpec exchange, CancellationToken cancellationToken) => inner.Topology.DeclareExchangeAsync(exchange, cancellationToken);

        public ValueTask DeclareQueueAsync(QueueSpec queue, CancellationToken cancellationToken) => inner.Topology.DeclareQueueAsync(queue, cancellationToken);

        public ValueTask BindAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken) => inner.Topology.BindAsync(queue, exchange, routingKey, cancellationToken);

        public ValueTask UnbindAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken) => inner.Topology.UnbindAsync(queue, exchange, routingKey, cancellationToken);

        public ValueTask<QueueDepth?> InspectAsync(string queue, CancellationToken cancellationToken)
        {
            inspected.Add(queue);
            return ValueTask.FromResult<QueueDepth?>(null);
        }

        public ValueTask DeleteQueueAsync(string queue, CancellationToken cancellationToken) => inner.Topology.DeleteQueueAsync(queue, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
