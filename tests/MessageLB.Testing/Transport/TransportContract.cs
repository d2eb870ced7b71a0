using System.Text;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Testing;

/// <summary>
/// What every transport promises, whatever is below. A transport's test project derives from this class and gets every fact.
/// Each fact uses queues and exchanges of its own, so that they may share a broker.
/// </summary>
public abstract partial class TransportContract : IAsyncLifetime
{
    private readonly List<ITransportSession> _sessions = [];
    private readonly List<string> _queues = [];
    private ITransport? _transport;

    /// <summary>The transport under test.</summary>
    protected ITransport Transport => _transport!;

    /// <summary>Cancelled when the test is.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Distinguishes the names of this test from those of every other.</summary>
    protected string Unique { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>User that the transport logs in as, for the property of that name; null if it has none.</summary>
    protected virtual string? UserId => null;

    /// <summary>Creates the transport under test with its defaults.</summary>
    protected abstract ValueTask<ITransport> CreateTransportAsync();

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => _transport = await CreateTransportAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions) await session.DisposeAsync();
        await using (var cleaner = await Transport.OpenAsync(new SessionOptions { ClientName = $"cleaner {Unique}" }, CancellationToken.None))
        {
            foreach (var queue in _queues) await cleaner.Topology.DeleteQueueAsync(queue, CancellationToken.None);
        }

        if (Transport is IAsyncDisposable disposable) await disposable.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a session that the end of the test disposes.</summary>
    protected async Task<ITransportSession> OpenAsync(string client = "test", Action<string?>? blockedChanged = null)
    {
        var session = await Transport.OpenAsync(new SessionOptions { ClientName = $"{client} {Unique}", BlockedChanged = blockedChanged }, Token);
        _sessions.Add(session);
        return session;
    }

    /// <summary>Declares a queue of this test and returns its name.</summary>
    protected async Task<string> DeclareQueueAsync(ITransportSession session, string name = "queue", Func<QueueSpec, QueueSpec>? with = null)
    {
        var spec = new QueueSpec { Name = $"messagelb-test.{Unique}.{name}" };
        spec = with?.Invoke(spec) ?? spec;
        _queues.Add(spec.Name);
        await session.Topology.DeclareQueueAsync(spec, Token);
        return spec.Name;
    }

    /// <summary>Declares an exchange of this test and returns its name.</summary>
    protected async Task<string> DeclareExchangeAsync(ITransportSession session, ExchangeType type, string name = "exchange", string? alternate = null)
    {
        var spec = new ExchangeSpec { Name = $"messagelb-test.{Unique}.{name}", Type = type, AlternateExchange = alternate };
        await session.Topology.DeclareExchangeAsync(spec, Token);
        return spec.Name;
    }

    /// <summary>Starts to receive; the session's end stops it.</summary>
    protected static Task<IReceiver> ReceiveAsync(ITransportSession session, string queue, RecordingDeliveryHandler handler, int prefetch = 50, int priority = 0) =>
        session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = prefetch, Priority = priority }, handler, Token);

    /// <summary>Publishes texts in this order and waits until all are confirmed.</summary>
    protected static Task SendAsync(ITransportSession session, string exchange, string routingKey, params string[] texts) =>
        session.SendAsync(exchange, routingKey, texts, Token);

    /// <summary>Publishes one text and waits for its outcome.</summary>
    protected static Task<PublishOutcome> PublishAsync(ConfirmingPublisher publisher, string exchange, string routingKey, string text) =>
        publisher.PublishTextAsync(exchange, routingKey, text, Token);

    /// <summary>Bytes of a text.</summary>
    protected static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The texts "1" to <paramref name="count"/>.</summary>
    protected static string[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Waits until the session has ended.</summary>
    protected static async Task EndOfAsync(ITransportSession session)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = session.Ended.Register(() => ended.TrySetResult());
        await ended.Task.OrFailAsync("the end of the session", Token);
    }
}
