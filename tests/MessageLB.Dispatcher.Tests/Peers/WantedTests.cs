using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Tests.EndToEnd;
using MessageLB.InMemory;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Peers;

/// <summary>What people tell one dispatcher reaches the others.</summary>
public sealed class WantedTests
{
    private static readonly MessageLBConfig Config = new() { Groups = [GroupConfig.Default with { Destinations = [new DestinationConfig { Name = "plain" }, new DestinationConfig { Name = "second" }] }] };

    private readonly InMemoryTransport _transport = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drain_LevelZeroAtOneDispatcher_IsDrainedAtTheOther()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        await TogetherAsync(one, other);

        Assert.True(one.Administration.Set("default", "plain", AdministrativeState.Draining, "ops"));

        await BecomesAsync(other, "draining");
    }

    [Fact]
    public async Task Resume_AtTheOtherDispatcher_CountsAtBoth()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        await TogetherAsync(one, other);
        one.Administration.Set("default", "plain", AdministrativeState.Maintenance, "ops");
        await BecomesAsync(other, "maintenance");

        other.Administration.Set("default", "plain", AdministrativeState.Active, "ops");

        await BecomesAsync(one, "active");
        await BecomesAsync(other, "active");
    }

    [Fact]
    public async Task Restart_DispatcherAfterDispatcher_LearnsFromTheOneThatIsLeft()
    {
        var first = await StartAsync();
        first.Administration.Set("default", "plain", AdministrativeState.Draining, "ops");
        await using var second = await StartAsync();
        await BecomesAsync(second, "draining");
        await first.DisposeAsync();

        await using var third = await StartAsync();

        await BecomesAsync(third, "draining");
    }

    [Fact]
    public async Task Word_OnADestinationThatComesLater_IsCarriedOutThen()
    {
        await using var host = await StartAsync();
        await using var ghost = await LiveGhostAsync(host);
        await ghost.TellAsync(new WantedState("default", "late", "maintenance", "ops", 1, "ghost"));

        await ghost.HeartbeatAsync(new WorkerInstance("default", "late", "w1"), 1);

        await Eventually.TrueAsync(
            () => ValueTask.FromResult(host.Status.Read().Groups[0].Destinations.Any(d => d.Name == "late" && d.Administrative == "maintenance")), "it is out of service", Token);
        Assert.Equal("taken out of service by ops (told to dispatcher ghost)", host.Destination("late").Reason);
    }

    [Fact]
    public async Task Word_OlderThanTheKnownOne_IsIgnored()
    {
        await using var host = await StartAsync();
        await using var ghost = await LiveGhostAsync(host);
        host.Administration.Set("default", "plain", AdministrativeState.Draining, "ops");

        await ghost.TellAsync(new WantedState("default", "plain", "active", "ops", 1, "ghost"));
        await ghost.TellAsync(new WantedState("default", "late", "draining", "ops", 1, "ghost"));
        await ghost.HeartbeatAsync(new WorkerInstance("default", "late", "w1"), 1);

        // News are taken in the order in which they were sent: when this one shows, the other one has been heard.
        await Eventually.TrueAsync(
            () => ValueTask.FromResult(host.Status.Read().Groups[0].Destinations.Any(d => d.Name == "late" && d.Administrative == "draining")), "the later word is carried out", Token);
        Assert.Equal("draining", host.Destination("plain").Administrative);
    }

    [Fact]
    public async Task Word_Heard_IsToldOnWithItsTimeAndTeller()
    {
        await using var host = await StartAsync();
        await using var ghost = await LiveGhostAsync(host);
        var heard = new WantedState("default", "plain", "draining", "ops", 4711, "somebody");
        await ghost.TellAsync(heard);
        await BecomesAsync(host, "draining");

        host.Administration.Set("default", "second", AdministrativeState.Maintenance, "ops");

        var id = host.Status.Read().Dispatcher;
        var news = await ghost.News.FirstAsync(n => n.Id == id && n.Wanted.Count == 2, "news of both", Token);
        Assert.Contains(heard, news.Wanted);
        Assert.Contains(news.Wanted, word => word is { Destination: "second", State: "maintenance", By: "ops" } && word.From == id);
    }

    private async Task<Ghost> LiveGhostAsync(EmbeddedHost host)
    {
        var ghost = await Ghost.OpenAsync(_transport);
        await ghost.Beats.TakeAsync(1, Token);
        await ghost.BeatAsync();
        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Status.Read().Dispatchers.Count == 2), "the ghost is taken for a dispatcher", Token);
        return ghost;
    }

    private static Task TogetherAsync(params EmbeddedHost[] hosts) => Eventually.TrueAsync(
        () => ValueTask.FromResult(hosts.All(h => h.Status.Read().Dispatchers.Count == hosts.Length)), "they see each other", Token);

    private static Task BecomesAsync(EmbeddedHost host, string state) => Eventually.TrueAsync(
        () => ValueTask.FromResult(host.Destination("plain").Administrative == state), $"it is {state}", Token);

    private Task<EmbeddedHost> StartAsync() => EmbeddedHost.StartAsync(Config, _ => { }, _transport);
}
