using MessageLB.Faults.Tests.Processes;
using MessageLB.RabbitMq;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Restarts;

/// <summary>A worker process is stopped and keeps its connection and what it has fetched; the management API frees it.</summary>
public sealed class WorkerHangTests(ManagedBroker managed) : IClassFixture<ManagedBroker>
{
    private const int Messages = 2000;
    private const int Fetched = 32;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private LocalBroker Broker => managed.Broker;

    // The rights that the documentation calls enough: the workers' own user, who may see its own connections.
    private string Management => $"broker:\n  management: {{uri: '{managed.Uri}', username: guest, password: guest}}\n";

    [Fact]
    public async Task Worker_StoppedUnderLoad_WhatItHoldsIsDoneByTheOthersAndItComesBack()
    {
        await using var scene = await Scene.OpenAsync(Broker);
        await Broker.RunCtlAsync(Token, "set_user_tags", "guest", "management");
        // Each of them gets its share, however long its first jobs took.
        await scene.DispatcherAsync(Management + "groups:\n  default:\n    routes: ['#']\n    algorithm: round_robin\n");
        var (stopped, first) = scene.Worker("default", "a", "--concurrency", "4", "--work", "const:5ms");
        var others = ((string[])["b", "c"]).Select(n => scene.Worker("default", n, "--concurrency", "4", "--work", "const:5ms").Record).ToList();
        foreach (var name in (string[])["a", "b", "c"]) await scene.BecomesAsync(name, "ready");
        var publisher = scene.Start(CommandLineProcess.MessageLb("publish", "any.key", "--count", $"{Messages}", "--rate", "500/s", "--broker", scene.Uri.ToString()));
        await Records.WaitAsync([first], 100, Limit, scene.Describe);

        stopped.Suspend();
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        await Records.WaitAsync([first, .. others], Messages, Limit, scene.Describe);

        var before = (await Records.ReadAsync([first])).Select(Records.Id).ToList();
        var after = (await Records.ReadAsync(others)).Select(Records.Id).ToList();
        Assert.Equal(after.Count, after.Distinct().Count());
        Assert.InRange(before.Intersect(after).Count(), 0, Fetched);
        stopped.Resume();
        await Eventually.TrueAsync(async () => await IsReadyAsync(scene, "a"), "the worker is back", Token);
    }

    [Fact]
    public async Task Worker_AllItsHandlersStuckAndItsHeartbeatsFine_WhatItHoldsIsDoneByTheOthers()
    {
        const int Few = 600;
        await using var scene = await Scene.OpenAsync(Broker);
        await Broker.RunCtlAsync(Token, "set_user_tags", "guest", "management");
        var dispatcher = await scene.DispatcherAsync(Management + "load_balancer:\n  health_monitoring: {hung_after: 2s}\ngroups:\n  default:\n    routes: ['#']\n    algorithm: round_robin\n    window: 64\n");
        var (stuck, first) = scene.Worker("default", "a", "--concurrency", "2", "--work", "const:5ms", "--stuck", "2", "--stuck-after", "50");
        var (_, second) = scene.Worker("default", "b", "--concurrency", "4", "--work", "const:5ms");
        await scene.BecomesAsync("a", "ready");
        await scene.BecomesAsync("b", "ready");

        var publisher = scene.Publisher(Few, "200/s");
        await dispatcher.LineAsync("-> Hung", Token);
        await dispatcher.LineAsync("connections of it were closed, so that others get what it holds", Token);
        await stuck.LineAsync("serves (session 2)", Token, dispatcher.Describe);
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync([first, second], Few, Limit, scene.Describe);

        Assert.Equal(Few, lines.Count);
        Assert.Equal(Few, lines.Select(Records.Id).Distinct().Count());
        Assert.Empty(Transitions.Of(dispatcher, "b").Except(["Starting", "Ready", "Degraded"]));
    }

    [Fact]
    public async Task Close_AnothersConnection_TakesTheRightsThatTheDocumentationSays()
    {
        await Broker.AddUserAsync("closer", "secret", Token);
        await Broker.SetPermissionsAsync("closer", "/", "", "", "", Token);
        await Broker.RunCtlAsync(Token, "set_user_tags", "closer", "monitoring");
        await using var session = await new RabbitMqTransport(new RabbitMqOptions { Uri = Broker.Uri }).OpenAsync(new SessionOptions { ClientName = "messagelb-worker g/a/i1" }, Token);
        await session.Topology.DeclareExchangesAsync(Token);
        using var closer = new RabbitMqManagement(new RabbitMqManagementOptions
        {
            Uri = managed.Uri,
            VirtualHost = "/",
            Username = "closer",
            Password = _ => ValueTask.FromResult("secret"),
        });

        var refusal = await Assert.ThrowsAsync<MessageLBException>(async () =>
        {
            // The API hears of a new connection a moment after it is there.
            while (await closer.CloseAsync("messagelb-worker g/a/i1", "test", Token) == 0) await Task.Delay(TestTimeouts.BetweenLooks, TimeProvider.System, Token);
        });
        Assert.Contains("may not close this connection", refusal.Message, StringComparison.Ordinal);
        Assert.False(session.Ended.IsCancellationRequested);

        await Broker.RunCtlAsync(Token, "set_user_tags", "closer", "administrator");
        Assert.Equal(1, await closer.CloseAsync("messagelb-worker g/a/i1", "test", Token));
        await Eventually.TrueAsync(() => ValueTask.FromResult(session.Ended.IsCancellationRequested), "the session has ended", Token);
    }

    private static async ValueTask<bool> IsReadyAsync(Scene scene, string destination)
    {
        var group = await scene.GetAsync("/api/v1/groups/default");
        return group.GetProperty("destinations").EnumerateArray().Any(d => d.GetProperty("name").GetString() == destination && d.GetProperty("state").GetString() == "ready");
    }
}
