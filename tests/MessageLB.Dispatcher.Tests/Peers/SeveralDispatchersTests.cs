using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Tests.EndToEnd;
using MessageLB.InMemory;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Peers;

/// <summary>Dispatchers on one embedded broker, and what they say to each other.</summary>
public sealed class SeveralDispatchersTests
{
    private static readonly WorkerInstance Worker = new("default", "a", "w1");

    private readonly InMemoryTransport _transport = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_DispatcherAlone_BeatsWithItsGroups()
    {
        await using var ghost = await Ghost.OpenAsync(_transport);

        await using var host = await StartAsync();

        // From when its queues are declared.
        var beat = await ghost.Beats.FirstAsync(b => b.Groups.SequenceEqual(["default"]), "a beat with its group", Token);
        Assert.Equal((host.Status.Read().Dispatcher, DispatcherState.Ready, 500), (beat.Id, beat.State, beat.IntervalMs));
    }

    [Fact]
    public async Task Stop_Dispatcher_TakesItsLeaveLast()
    {
        await using var ghost = await Ghost.OpenAsync(_transport);
        string id;
        await using (var host = await StartAsync())
        {
            id = host.Status.Read().Dispatcher;
            await ghost.Beats.TakeAsync(1, Token);
        }

        await ghost.Beats.FirstAsync(b => b.Id == id && b.State == DispatcherState.Stopping, "the farewell", Token);
        Assert.Equal(DispatcherState.Stopping, ghost.Beats.Items.Last(b => b.Id == id).State);
    }

    [Fact]
    public async Task SessionLost_Dispatcher_TakesNoLeaveAndIsHeardAgain()
    {
        await using var host = await StartAsync();
        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Status.Read().Broker.Connected), "it is connected", Token);

        _transport.EndAllSessions("pulled the plug");
        await using var ghost = await Ghost.OpenAsync(_transport);

        Assert.All(await ghost.Beats.TakeAsync(2, Token), b => Assert.Equal(DispatcherState.Ready, b.State));
    }

    [Fact]
    public async Task News_OfALivePeer_LoseTheInstanceAtOnce()
    {
        await using var host = await StartAsync();
        await using var ghost = await ReadyGhostAsync(host);

        await ghost.TellAsync(new LostInstance(Worker, 5));

        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Destination("a").State == "lost"), "the worker is lost", Token);
        Assert.Equal("its connection died (another dispatcher has its presence token)", host.Destination("a").Reason);
    }

    [Fact]
    public async Task News_OlderThanTheLastHeartbeat_AreIgnored()
    {
        await using var host = await StartAsync();
        await using var ghost = await ReadyGhostAsync(host);

        await ghost.TellAsync(new LostInstance(Worker, 4));
        await ghost.TellAsync(new LostInstance(Worker with { Destination = "b" }, 1));

        // News are taken in the order in which they were sent: when b is lost, those of a have had their effect.
        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Destination("b").State == "lost"), "b is lost", Token);
        Assert.Equal("ready", host.Destination("a").State);
    }

    [Fact]
    public async Task PresenceLost_WithAPeer_ItIsToldTwiceWithTheLastHeartbeatsNumber()
    {
        await using var host = await StartAsync();
        await using var ghost = await ReadyGhostAsync(host);
        var lives = 0;
        Ghost? last = null;

        // That a presence is watched shows only when it ends: workers come and die until one was watched in time.
        await Eventually.TrueAsync(
            async () =>
            {
                if (last is not null) await last.DisposeAsync();
                if (ghost.News.Count > 0) return true;
                last = await Ghost.OpenAsync(_transport);
                var held = new WorkerInstance("default", "held", $"life{++lives}");
                await last.HoldPresenceAsync(held);
                await last.HeartbeatAsync(held, 9);
                return false;
            },
            "a death is told",
            Token);

        var told = (await ghost.News.TakeAsync(1, Token))[0];
        Assert.Equal((host.Status.Read().Dispatcher, "held", 9L), (told.Id, told.Lost[0].Instance.Destination, told.Lost[0].Sequence));
        await Eventually.TrueAsync(() => ValueTask.FromResult(ghost.News.Items.SelectMany(n => n.Lost).Count(l => l == told.Lost[0]) == 2), "it is told again", Token);
    }

    // The ghost is a live peer, and the workers a and b are ready, both with long leases.
    private async Task<Ghost> ReadyGhostAsync(EmbeddedHost host)
    {
        var ghost = await Ghost.OpenAsync(_transport);
        await ghost.Beats.TakeAsync(1, Token);
        await ghost.BeatAsync();
        await ghost.HeartbeatAsync(Worker, 5);
        await ghost.HeartbeatAsync(Worker with { Destination = "b" }, 1);
        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Status.Read().Groups[0].Destinations.Count(d => d.State == "ready") == 2), "the workers are ready", Token);
        return ghost;
    }

    private Task<EmbeddedHost> StartAsync() => EmbeddedHost.StartAsync(MessageLBConfig.Default, _ => { }, _transport);
}
