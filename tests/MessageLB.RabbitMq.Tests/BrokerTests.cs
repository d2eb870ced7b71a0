using System.Text;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.RabbitMq.Tests;

/// <summary>What tests against a real broker have in common: sessions that are disposed and queues that are deleted at the end.</summary>
public abstract class BrokerTests(LocalBroker broker) : IAsyncLifetime
{
    private readonly List<ITransportSession> _sessions = [];
    private readonly List<string> _queues = [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected LocalBroker Broker { get; } = broker;

    /// <summary>Distinguishes the names of this test from those of every other.</summary>
    protected string Unique { get; } = Guid.NewGuid().ToString("N")[..12];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions) await session.DisposeAsync();
        if (_queues.Count > 0)
        {
            await using var cleaner = await new RabbitMqTransport(new RabbitMqOptions { Uri = Broker.Uri })
                .OpenAsync(new SessionOptions { ClientName = $"cleaner {Unique}" }, CancellationToken.None);
            foreach (var queue in _queues) await cleaner.Topology.DeleteQueueAsync(queue, CancellationToken.None);
        }

        GC.SuppressFinalize(this);
    }

    protected static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    protected string QueueName(string name = "queue") => $"messagelb-test.{Unique}.{name}";

    /// <summary>Opens a session on the shared broker.</summary>
    protected Task<ITransportSession> OpenAsync(
        string client = "test",
        Func<RabbitMqOptions, RabbitMqOptions>? with = null,
        Action<string?>? blockedChanged = null) => OpenAsync(Broker.Uri, client, with, blockedChanged);

    /// <summary>Opens a session that the end of the test disposes.</summary>
    protected async Task<ITransportSession> OpenAsync(
        Uri uri,
        string client = "test",
        Func<RabbitMqOptions, RabbitMqOptions>? with = null,
        Action<string?>? blockedChanged = null)
    {
        var options = new RabbitMqOptions { Uri = uri };
        var transport = new RabbitMqTransport(with?.Invoke(options) ?? options);
        var session = await transport.OpenAsync(new SessionOptions { ClientName = $"{client} {Unique}", BlockedChanged = blockedChanged }, Token);
        _sessions.Add(session);
        return session;
    }

    /// <summary>Declares a quorum queue on the shared broker that the end of the test deletes.</summary>
    protected async Task<string> DeclareQueueAsync(ITransportSession session, string name = "queue", Func<QueueSpec, QueueSpec>? with = null)
    {
        var spec = new QueueSpec { Name = QueueName(name) };
        spec = with?.Invoke(spec) ?? spec;
        _queues.Add(spec.Name);
        await session.Topology.DeclareQueueAsync(spec, Token);
        return spec.Name;
    }

    /// <summary>Publishes persistent texts "1" to <paramref name="count"/> and waits for their confirms.</summary>
    protected static async Task SendAsync(ITransportSession session, string queue, int count)
    {
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var outcomes = await Task.WhenAll(Enumerable.Range(1, count).Select(i =>
            publisher.PublishAsync("", queue, new MessageProperties { Persistent = true }, Utf8($"{i}"), Token)));
        Assert.All(outcomes, o => Assert.Equal(PublishOutcome.Confirmed, o));
    }

    /// <summary>Waits until the session has ended and returns the reason.</summary>
    protected static async Task<string> EndOfAsync(ITransportSession session)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = session.Ended.Register(() => ended.TrySetResult());
        await ended.Task.OrFailAsync("the end of the session", Token);
        return session.EndReason ?? "(none)";
    }

    /// <summary>Pid, as rabbitmqctl shows it, of the one connection with this name.</summary>
    protected async Task<string> ConnectionPidAsync(string name)
    {
        var lines = await Broker.RunCtlAsync(Token, "list_connections", "pid", "client_properties");
        var line = Assert.Single(lines.Split('\n'), l => l.Contains($"\"{name}\"", StringComparison.Ordinal));
        return line.Split('\t')[0];
    }
}
