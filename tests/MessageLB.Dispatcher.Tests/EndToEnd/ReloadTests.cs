using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

public sealed class ReloadTests
{
    private const string Two = """
        groups:
          orders: { routes: ["order.#"], algorithm: round_robin }
          mails: { routes: ["mail.#"], algorithm: round_robin }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reload_TenTimesUnderLoad_LosesNothingAndHandsNothingOverTwice()
    {
        await using var rig = await ReloadRig.StartAsync(Two, "orders/a", "orders/b", "mails/m");
        var stop = new TaskCompletionSource();
        var publishing = rig.PublishUntilAsync(stop.Task, "order.new");

        for (var i = 0; i < 10; i++)
        {
            var report = await rig.ReloadAsync(Two.Replace("\"order.#\"], algorithm: round_robin", $"\"order.#\"], prefetch: {100 + i}, algorithm: {(i % 2 == 0 ? "random" : "round_robin")}", StringComparison.Ordinal));
            Assert.Equal((0, "orders"), (report.Errors.Count, Assert.Single(report.Changed)));
            var before = rig.Count("orders/a") + rig.Count("orders/b");
            await ReloadRig.GoesOnAsync(publishing, () => rig.Count("orders/a") + rig.Count("orders/b") > before, "messages flow again");
        }

        stop.SetResult();
        await rig.AssertConservedAsync(await publishing);
        Assert.Equal(11, rig.Host.Reconfiguration.Status.Version);
        Assert.Equal(1, rig.Host.Status.Read().Broker.Sessions);
    }

    [Fact]
    public async Task Reload_RouteMovesToAnotherGroupUnderLoad_EachMessageGoesToOneOfThem()
    {
        await using var rig = await ReloadRig.StartAsync(Two, "orders/a", "mails/m");
        var stop = new TaskCompletionSource();
        var publishing = rig.PublishUntilAsync(stop.Task, "order.new");
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Count("orders/a") > 0), "orders handles", Token);

        for (var i = 0; i < 4; i++)
        {
            var (toMails, worker) = (i % 2 == 0, i % 2 == 0 ? "mails/m" : "orders/a");
            await rig.ReloadAsync(toMails ? Two.Replace("[\"order.#\"]", "[\"other\"]", StringComparison.Ordinal).Replace("[\"mail.#\"]", "[\"mail.#\", \"order.#\"]", StringComparison.Ordinal) : Two);
            var before = rig.Count(worker);
            await ReloadRig.GoesOnAsync(publishing, () => rig.Count(worker) > before, $"{worker} handles");
        }

        stop.SetResult();
        await rig.AssertConservedAsync(await publishing);
        await using var session = await rig.Host.Transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token);
        Assert.Equal(0, (await session.Topology.InspectAsync(Names.MovingQueue, Token))!.Value.Ready);
    }

    [Fact]
    public async Task Reload_BadFile_KeepsTheOldOneAndSaysEveryError()
    {
        await using var rig = await ReloadRig.StartAsync(Two, "orders/a");
        var before = rig.Host.Reconfiguration.Status;

        var report = await rig.ReloadAsync("groups:\n  orders: { routes: [\"order.#\"], prefetch: 0 }\n  mails: { algorithm: nonsense }\n");

        Assert.Equal(2, report.Errors.Count);
        var after = rig.Host.Status.Read().Configuration!;
        Assert.Equal((before.Version, before.Hash, before.LoadedAt), (after.Version, after.Hash, after.LoadedAt));
        Assert.Equal(string.Join("\n", report.Errors), after.LastError);
        Assert.Equal(["orders", "mails"], rig.Host.Status.Read().Groups.Select(g => g.Name));
        var stop = new TaskCompletionSource();
        var publishing = rig.PublishUntilAsync(stop.Task, "order.new");
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Count("orders/a") > 0), "orders handles", Token);
        stop.SetResult();
        await rig.AssertConservedAsync(await publishing);

        Assert.Empty((await rig.ReloadAsync(Two)).Errors);
        Assert.Null(rig.Host.Reconfiguration.Status.LastError);
    }

    [Fact]
    public async Task Reload_GroupAddedAndRemoved_StartsAndStopsWithItsRoutes()
    {
        await using var rig = await ReloadRig.StartAsync(Two, "orders/a", "mails/m", "late/l");
        var added = await rig.ReloadAsync(Two + "\n  late: { routes: [\"late.#\"] }\n");
        Assert.Equal("late", Assert.Single(added.Added));
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Group("late").Destinations.Any(d => d.State == "ready")), "late is ready", Token);
        await using var session = await rig.Host.Transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        Assert.Equal(PublishOutcome.Confirmed, await PublishAsync(publisher, "late.1"));
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Count("late/l") == 1), "late handles", Token);

        var removed = await rig.ReloadAsync(Two);

        Assert.Equal("late", Assert.Single(removed.Removed));
        Assert.Equal(PublishOutcome.Returned, await PublishAsync(publisher, "late.2"));
        Assert.NotNull(await session.Topology.InspectAsync(Names.IngressQueue("late"), Token));
    }

    [Fact]
    public async Task Reload_OtherGroupChanges_ThisOneIsNotTouched()
    {
        await using var rig = await ReloadRig.StartAsync(Two, "orders/a", "mails/m");
        var sessionsBefore = rig.Host.Status.Read().Broker.Sessions;
        await using var session = await rig.Host.Transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token);
        var stop = new TaskCompletionSource();
        var publishing = rig.PublishUntilAsync(stop.Task, "mail.new");

        var report = await rig.ReloadAsync(Two.Replace("[\"order.#\"]", "[\"order.#\", \"invoice.#\"]", StringComparison.Ordinal));

        Assert.Equal(["orders"], report.Changed);
        stop.SetResult();
        await rig.AssertConservedAsync(await publishing);
        Assert.Equal(sessionsBefore, rig.Host.Status.Read().Broker.Sessions);
    }

    [Fact]
    public async Task Reload_DestinationClosedOut_GetsNothingMoreAndTheOtherGetsAll()
    {
        const string Both = "groups:\n  orders: { routes: [\"order.#\"], algorithm: round_robin, discovery: false, destinations: [a, b] }\n";
        await using var rig = await ReloadRig.StartAsync(Both, "orders/a", "orders/b");
        var stop = new TaskCompletionSource();
        var publishing = rig.PublishUntilAsync(stop.Task, "order.new");
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Count("orders/a") > 0 && rig.Count("orders/b") > 0), "both handle", Token);

        await rig.ReloadAsync(Both.Replace("[a, b]", "[b]", StringComparison.Ordinal));
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Group("orders").Destinations.All(d => d.Name == "b")), "a is forgotten", Token);
        var (a, b) = (rig.Count("orders/a"), rig.Count("orders/b"));
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Count("orders/b") > b), "b goes on", Token);
        stop.SetResult();
        await rig.AssertConservedAsync(await publishing);

        Assert.Equal(a, rig.Count("orders/a"));
    }

    [Fact]
    public async Task Reload_WithoutSources_IsNotPossible()
    {
        await using var host = await EmbeddedHost.StartAsync(Core.Configuration.MessageLBConfig.Default, static _ => { });

        Assert.False(host.Reconfiguration.CanReload);
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Reconfiguration.ReloadAsync("the test", Token));
    }

    private static Task<PublishOutcome> PublishAsync(ConfirmingPublisher publisher, string key) =>
        publisher.PublishAsync(Names.IngressExchange, key, new MessageProperties { MessageId = key }, new byte[1], Token);
}
