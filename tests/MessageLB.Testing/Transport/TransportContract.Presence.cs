using MessageLB.Transport;
using Xunit;

namespace MessageLB.Testing;

public abstract partial class TransportContract
{
    private WorkerInstance Instance => new("presence", "a", Unique);

    [Fact]
    public async Task Presence_HoldersSessionEnds_WatcherHearsLostOnce()
    {
        var (watching, holding) = await OpenControlAsync();
        await holding.Presence.HoldAsync(Instance, Token);
        var heard = await WatchAsync(watching);

        await holding.DisposeAsync();

        Assert.Equal([PresenceEnd.Lost], await heard.TakeAsync(1, Token));
        await watching.DisposeAsync();
        Assert.Equal([PresenceEnd.Lost], heard.Items);
    }

    [Fact]
    public async Task Presence_HolderTakesItsLeave_WatcherHearsLeftOnce()
    {
        var (watching, holding) = await OpenControlAsync();
        var hold = await holding.Presence.HoldAsync(Instance, Token);
        var heard = await WatchAsync(watching);

        await hold.DisposeAsync();

        Assert.Equal([PresenceEnd.Left], await heard.TakeAsync(1, Token));
        await holding.DisposeAsync();
        await watching.DisposeAsync();
        Assert.Equal([PresenceEnd.Left], heard.Items);
    }

    [Fact]
    public async Task Presence_WatchersSessionEnds_NothingIsHeardAndTheTokenIsStillHeld()
    {
        var (watching, holding) = await OpenControlAsync();
        await holding.Presence.HoldAsync(Instance, Token);
        var gone = await WatchAsync(watching);

        await watching.DisposeAsync();
        var stays = await WatchAsync(await OpenAsync("second watcher"));
        await holding.DisposeAsync();

        Assert.Equal([PresenceEnd.Lost], await stays.TakeAsync(1, Token));
        Assert.Empty(gone.Items);
    }

    [Fact]
    public async Task Presence_WatchDisposed_NothingIsHeard()
    {
        var (watching, holding) = await OpenControlAsync();
        await holding.Presence.HoldAsync(Instance, Token);
        var left = new Recorder<PresenceEnd>("ends of presence");
        var watch = await watching.Presence.WatchAsync(Instance, left.Add, Token);
        await watch!.DisposeAsync();
        var stays = await WatchAsync(watching);

        await holding.DisposeAsync();

        await stays.TakeAsync(1, Token);
        Assert.Empty(left.Items);
    }

    [Fact]
    public async Task Presence_NobodyHolds_WatchReturnsNull()
    {
        var (watching, _) = await OpenControlAsync();
        var heard = new Recorder<PresenceEnd>("ends of presence");

        Assert.Null(await watching.Presence.WatchAsync(Instance, heard.Add, Token));
        Assert.False(watching.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Presence_TwoInstancesOfADestination_AreToldApart()
    {
        var (watching, holding) = await OpenControlAsync();
        var second = await OpenAsync("second worker");
        var other = Instance with { Instance = $"{Unique}-2" };
        await holding.Presence.HoldAsync(Instance, Token);
        await second.Presence.HoldAsync(other, Token);
        var heard = await WatchAsync(watching);
        var heardOther = await WatchAsync(watching, other);

        await second.DisposeAsync();
        await heardOther.TakeAsync(1, Token);

        Assert.Empty(heard.Items);
        await holding.DisposeAsync();
        Assert.Equal([PresenceEnd.Lost], await heard.TakeAsync(1, Token));
    }

    [Fact]
    public async Task Presence_HeldAgainAfterALoss_TheNextLossIsHeardToo()
    {
        var (watching, holding) = await OpenControlAsync();
        await holding.Presence.HoldAsync(Instance, Token);
        var first = await WatchAsync(watching);
        await holding.DisposeAsync();
        await first.TakeAsync(1, Token);
        var again = await OpenAsync("worker, reconnected");

        await again.Presence.HoldAsync(Instance, Token);
        var second = await WatchAsync(watching);
        await again.DisposeAsync();

        Assert.Equal([PresenceEnd.Lost], await second.TakeAsync(1, Token));
        Assert.Equal([PresenceEnd.Lost], first.Items);
    }

    private async Task<Recorder<PresenceEnd>> WatchAsync(ITransportSession session, WorkerInstance? instance = null)
    {
        var heard = new Recorder<PresenceEnd>("ends of presence");
        var watch = await session.Presence.WatchAsync(instance ?? Instance, heard.Add, Token);
        Assert.NotNull(watch);
        return heard;
    }
}
