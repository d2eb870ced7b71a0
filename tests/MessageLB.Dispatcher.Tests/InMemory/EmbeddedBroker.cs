using System.Globalization;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.InMemory;

/// <summary>What tests of the embedded transport have in common: a broker of their own on a clock of their own.</summary>
public abstract class EmbeddedBroker : IAsyncDisposable
{
    private readonly List<ITransportSession> _sessions = [];

    protected EmbeddedBroker(int maxQueueLength = InMemoryOptions.DefaultMaxQueueLength) =>
        Transport = new InMemoryTransport(new InMemoryOptions { Time = Time, MaxQueueLength = maxQueueLength });

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ManualTimeProvider Time { get; } = new();

    protected InMemoryTransport Transport { get; }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions) await session.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<ITransportSession> OpenAsync(string client = "test", Action<string?>? blockedChanged = null)
    {
        var session = await Transport.OpenAsync(new SessionOptions { ClientName = client, BlockedChanged = blockedChanged }, Token);
        _sessions.Add(session);
        return session;
    }

    protected static async Task<string> DeclareQueueAsync(ITransportSession session, string name = "queue", Func<QueueSpec, QueueSpec>? with = null)
    {
        var spec = new QueueSpec { Name = name };
        await session.Topology.DeclareQueueAsync(with?.Invoke(spec) ?? spec, Token);
        return name;
    }

    protected static Task<IReceiver> ReceiveAsync(ITransportSession session, string queue, RecordingDeliveryHandler handler, int prefetch = 50, int priority = 0) =>
        session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = prefetch, Priority = priority }, handler, Token);

    protected static Task SendAsync(ITransportSession session, string queue, params string[] texts) => session.SendAsync(string.Empty, queue, texts, Token);

    protected static string[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    protected static async Task<QueueDepth?> DepthAsync(ITransportSession session, string queue) => await session.Topology.InspectAsync(queue, Token);
}
