using System.Globalization;
using MessageLB.Faults.Tests.Processes;
using MessageLB.RabbitMq;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Restarts;

/// <summary>A worker process is stopped and keeps its connection and what it has fetched; the management API frees it.</summary>
public sealed class WorkerHangTests
{
    private const int Messages = 2000;
    private const int Fetched = 32;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_StoppedUnderLoad_WhatItHoldsIsDoneByTheOthersAndItComesBack()
    {
        var port = FreePorts.Next();
        await using var broker = await StartAsync(port);
        await using var scene = await Scene.OpenAsync(broker);
        // The rights that the documentation calls enough: the workers' own user, who may see its own connections.
        await broker.RunCtlAsync(Token, "set_user_tags", "guest", "management");
        await scene.DispatcherAsync($"broker:\n  management: {{uri: 'http://127.0.0.1:{port}', username: guest, password: guest}}\ngroups:\n  default:\n    routes: ['#']\n");
        var (stopped, first) = scene.Worker("default", "a", "--concurrency", "4", "--work", "const:5ms");
        var others = ((string[])["b", "c"]).Select(n => scene.Worker("default", n, "--concurrency", "4", "--work", "const:5ms").Record).ToList();
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
    public async Task Close_AnothersConnection_TakesTheRightsThatTheDocumentationSays()
    {
        var port = FreePorts.Next();
        await using var broker = await StartAsync(port);
        await broker.AddUserAsync("closer", "secret", Token);
        await broker.SetPermissionsAsync("closer", "/", "", "", "", Token);
        await broker.RunCtlAsync(Token, "set_user_tags", "closer", "monitoring");
        await using var session = await new RabbitMqTransport(new RabbitMqOptions { Uri = broker.Uri }).OpenAsync(new SessionOptions { ClientName = "messagelb-worker g/a/i1" }, Token);
        await session.Topology.DeclareExchangesAsync(Token);
        using var closer = new RabbitMqManagement(new RabbitMqManagementOptions
        {
            Uri = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
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

        await broker.RunCtlAsync(Token, "set_user_tags", "closer", "administrator");
        Assert.Equal(1, await closer.CloseAsync("messagelb-worker g/a/i1", "test", Token));
        await Eventually.TrueAsync(() => ValueTask.FromResult(session.Ended.IsCancellationRequested), "the session has ended", Token);
    }

    private static Task<LocalBroker> StartAsync(int port) => LocalBroker.StartNewAsync(new LocalBrokerOptions
    {
        Plugins = ["rabbitmq_management"],
        Configuration = ["management.tcp.ip = 127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"management.tcp.port = {port}")],
    });

    private static async ValueTask<bool> IsReadyAsync(Scene scene, string destination)
    {
        var group = await scene.GetAsync("/api/v1/groups/default");
        return group.GetProperty("destinations").EnumerateArray().Any(d => d.GetProperty("name").GetString() == destination && d.GetProperty("state").GetString() == "ready");
    }
}
