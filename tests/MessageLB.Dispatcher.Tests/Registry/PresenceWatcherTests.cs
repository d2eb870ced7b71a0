using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Peers;
using MessageLB.Dispatcher.Registry;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Registry;

/// <summary>How often it is asked for the tokens of workers that hold none.</summary>
public sealed class PresenceWatcherTests : IAsyncLifetime
{
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(20);
    private static readonly WorkerInstance Simple = new("default", "a", "simple");

    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly InMemoryTransport _transport = new();
    private readonly List<WorkerInstance> _expected = [];
    private TokenlessSession? _session;
    private PresenceWatcher? _watcher;
    private Task _watching = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var registry = new DestinationRegistry(MessageLBConfig.Default with { Groups = [GroupConfig.Default] }, new DispatcherIdentity("test"), _time, NullLogger<DestinationRegistry>.Instance);
        _session = new TokenlessSession(await _transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token));
        _watcher = new PresenceWatcher(_session, registry, new PeerSession(_session, registry, _time, _ended.Token), _time, NullLogger.Instance);
        _watching = _watcher.WatchAsync(_ended.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _session!.DisposeAsync();
        _ended.Dispose();
    }

    [Fact]
    public async Task Want_NoToken_IsAskedAgainLaterAndLaterUpToEightMinutes()
    {
        await WantAsync(Simple);

        foreach (var seconds in (int[])[30, 60, 120, 240, 480, 480])
        {
            _time.Advance(TimeSpan.FromSeconds(seconds) - (2 * AfterRefusal) - TimeSpan.FromMilliseconds(1));
            _watcher!.Want(Simple);
            // Were it asked for already, it would come before this one.
            await WantAsync(new WorkerInstance("default", "a", $"before-{_time.Elapsed}"));
            _time.Advance(TimeSpan.FromMilliseconds(1));

            await WantAsync(Simple);
        }
    }

    [Fact]
    public async Task Want_ManyWithoutTokens_AreAskedFiftyTimesASecond()
    {
        var instances = Enumerable.Range(0, 50).Select(i => new WorkerInstance("default", $"d{i}", "simple")).ToList();

        foreach (var instance in instances) _watcher!.Want(instance);
        foreach (var instance in instances) await IsAskedAsync(instance);

        Assert.Equal(TimeSpan.FromSeconds(1), _time.Elapsed);
    }

    private Task WantAsync(WorkerInstance instance)
    {
        _watcher!.Want(instance);
        return IsAskedAsync(instance);
    }

    // Leaves the clock at the end of the pause after a refusal.
    private async Task IsAskedAsync(WorkerInstance instance)
    {
        _expected.Add(instance);
        Assert.Equal(_expected, await _session!.Asked.TakeAsync(_expected.Count, Token));
        await _time.WaitForTimersAsync(1, Token);
        Assert.Equal(AfterRefusal, _time.NextDue);
        _time.Advance(AfterRefusal);
    }

    /// <summary>A broker where nobody holds a token.</summary>
    private sealed class TokenlessSession(ITransportSession inner) : ITransportSession, IPresence
    {
        public Recorder<WorkerInstance> Asked { get; } = new("tokens asked for");

        public CancellationToken Ended => inner.Ended;

        public string? EndReason => inner.EndReason;

        public ITopology Topology => inner.Topology;

        public IControlBus Control => inner.Control;

        public IPresence Presence => this;

        public void End(string reason) => inner.End(reason);

        public ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken) => inner.ReceiveAsync(options, handler, cancellationToken);

        public ValueTask<IPublisher> CreatePublisherAsync(PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken) =>
            inner.CreatePublisherAsync(options, outcomes, cancellationToken);

        public ValueTask<IAsyncDisposable> HoldAsync(WorkerInstance instance, CancellationToken cancellationToken) => inner.Presence.HoldAsync(instance, cancellationToken);

        public ValueTask<IAsyncDisposable?> WatchAsync(WorkerInstance instance, Action<PresenceEnd> ended, CancellationToken cancellationToken)
        {
            Asked.Add(instance);
            return ValueTask.FromResult<IAsyncDisposable?>(null);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
