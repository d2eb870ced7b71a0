using System.Collections.Concurrent;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Configuration;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

/// <summary>A dispatcher and workers that note everything about their messages, on a transport that knows what travelled in frames.</summary>
internal sealed class FrameHost : IAsyncDisposable
{
    private readonly ConcurrentQueue<Message> _handled = new();
    private readonly Func<Message, HandlerResult> _result;
    private int _rounds;

    private FrameHost(Func<Message, HandlerResult>? result) => _result = result ?? (static _ => HandlerResult.Done);

    public EmbeddedHost Host { get; private set; } = null!;

    public WatchedTransport Transport { get; private set; } = null!;

    /// <summary>Every call of a handler.</summary>
    public IReadOnlyList<Message> Handled => [.. _handled];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts with one worker, <c>default/a</c>, or with those that the test adds.</summary>
    public static async Task<FrameHost> StartAsync(
        GroupConfig group, Func<Message, HandlerResult>? result = null, Action<FrameHost, IServiceCollection>? workers = null, MessageLBConfig? config = null, ConfigSources? sources = null)
    {
        var host = new FrameHost(result);
        var memory = new InMemoryTransport();
        host.Transport = new WatchedTransport(memory);
        host.Host = await EmbeddedHost.StartAsync(
            config ?? MessageLBConfig.Default with { Groups = [group] },
            services =>
            {
                services.AddSingleton<ITransport>(host.Transport);
                if (workers is null) host.AddWorker(services, "a", static _ => { });
                else workers(host, services);
            },
            memory,
            sources);
        return host;
    }

    /// <summary>Adds a worker that reports often.</summary>
    public void AddWorker(IServiceCollection services, string destination, Action<WorkerOptions> options) =>
        services.AddMessageLBWorker("default", destination, _ => new NotingHandler(this), o =>
        {
            // So many that a handler which a busy machine holds up does not make frames not worth it.
            o.Concurrency = 64;
            o.HeartbeatInterval = TimeSpan.FromMilliseconds(20);
            options(o);
        });

    /// <summary>Publishes, and returns the ids of what was published.</summary>
    public async Task<IReadOnlyList<string>> PublishAsync(int count, Action<int, MessageProperties>? shape = null)
    {
        var round = ++_rounds;
        await Host.PublishAsync(count, shape: (i, properties) =>
        {
            properties.MessageId = $"{round}-{i}";
            shape?.Invoke(i, properties);
        });
        return [.. Enumerable.Range(0, count).Select(i => $"{round}-{i}")];
    }

    /// <summary>Publishes until the measured service time of each destination, or of so many, has let a frame form.</summary>
    public Task WarmUpAsync(int? destinations = null) => Eventually.TrueAsync(
        async () =>
        {
            await HandledAsync(await PublishAsync(100));
            // To one that none has formed for yet a message travels alone, and waits at the gate with all that come behind it.
            var framed = Transport.Sent.Where(s => s.Messages > 1).Select(s => s.Queue).Distinct().Count();
            return framed >= (destinations ?? Host.Status.Read().Groups[0].Destinations.Count);
        },
        "frames form",
        Token);

    /// <summary>Hands over so many messages for one destination while nothing leaves, so that they travel in frames.</summary>
    public async Task<IReadOnlyList<string>> PublishInFramesAsync(int count, Action<int, MessageProperties>? shape = null)
    {
        Transport.Close();
        var ids = await PublishAsync(count, shape);
        await Eventually.TrueAsync(() => ValueTask.FromResult(Host.Status.Read().Groups[0].Destinations.Sum(d => d.InFlight) >= count), $"{count} are handed over", Token);
        Transport.Open();
        return ids;
    }

    /// <summary>Waits until a handler was called for each of these.</summary>
    public Task HandledAsync(IReadOnlyCollection<string> ids) => Eventually.TrueAsync(
        () => ValueTask.FromResult(!ids.Except(_handled.Select(m => m.MessageId!)).Any()), $"all of {ids.Count} messages are handled", Token);

    /// <summary>Waits until nothing is in flight.</summary>
    public Task SettledAsync() => Eventually.TrueAsync(
        () => ValueTask.FromResult(Host.Status.Read().Groups[0] is { IngressReady: 0 } g && g.Destinations.All(d => d.InFlight == 0)), "nothing is in flight", Token);

    public async ValueTask DisposeAsync()
    {
        Transport.Open();
        await Host.DisposeAsync();
    }

    private sealed class NotingHandler(FrameHost host) : IMessageHandler
    {
        public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
        {
            var copy = new MessageProperties();
            copy.CopyFrom(message.Properties);
            host._handled.Enqueue(new Message(message.Body.ToArray(), copy) { Attempt = message.Attempt, Destination = message.Destination, Exchange = message.Exchange, RoutingKey = message.RoutingKey });
            return ValueTask.FromResult(host._result(message));
        }
    }
}
