using System.Text;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.BadInput;

/// <summary>Mistakes and hostile input: a clear error or a counted rejection, and the rest goes on.</summary>
public sealed class BadInputTests(LocalBroker broker)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_BrokerUnreachable_Exits69AndNamesTheAddress()
    {
        var port = FreePorts.Next();

        await using var publish = CommandLineProcess.MessageLb("publish", "a.b", "--broker", $"amqp://guest:secret@127.0.0.1:{port}/", "--timeout", "2s");

        Assert.Equal(69, await publish.ExitAsync(Limit, Token));
        Assert.Contains($"127.0.0.1:{port}", publish.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", publish.Describe(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", publish.Describe(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("guest", "wrong-password", "/", "guest")]
    [InlineData("guest", "guest", "nowhere", "nowhere")]
    public async Task Run_BrokerRefuses_Exits69AndSaysWhat(string user, string password, string host, string named)
    {
        var uri = broker.UriFor(user, password, host == "/" ? null : host);

        await using var run = CommandLineProcess.MessageLb("run", "--broker", uri.ToString(), "--http", $"127.0.0.1:{FreePorts.Next()}");

        Assert.Equal(69, await run.ExitAsync(Limit, Token));
        Assert.Contains(named, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-password", run.Describe(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_UnknownKeyAndWrongUnit_Exits78AndTellsBothPlaces()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(file, "load_balancer:\n  algoritm: round_robin\n  health_monitoring:\n    timeout: 5\n", Token);

        await using var check = CommandLineProcess.MessageLb("check", file);

        Assert.Equal(78, await check.ExitAsync(Limit, Token));
        Assert.Contains($"{file}:2:3", check.Describe(), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'algorithm'?", check.Describe(), StringComparison.Ordinal);
        Assert.Contains($"{file}:4:14", check.Describe(), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task Run_QueueExistsWithOtherArguments_ThatGroupSaysSoAndTheOthersGoOn()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await using (var session = await scene.SessionAsync())
            await session.Topology.DeclareQueueAsync(new QueueSpec { Name = Names.IngressQueue("orders"), Kind = QueueKind.Durable }, Token);

        var dispatcher = await scene.DispatcherAsync("groups:\n  orders:\n    routes: ['orders.#']\n  rest:\n    routes: ['#']\n");
        var line = await dispatcher.LineAsync("Group orders cannot start", Token);
        Assert.Contains("messagelb.in.orders", line, StringComparison.Ordinal);

        var (_, record) = scene.Worker("rest", "a", "--work", "none");
        var publish = scene.Start(CommandLineProcess.MessageLb("publish", "other.key", "--count", "10", "--broker", scene.Uri.ToString()));
        Assert.Equal(0, await publish.ExitAsync(Limit, Token));
        await Records.WaitAsync([record], 10, Limit, scene.Describe);
    }

    [Theory]
    [InlineData("handoff")]
    [InlineData("hold")]
    public async Task Run_MessageAboveTheLimit_BecomesDeadLetterAndTheRestGoesOn(string delivery)
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync($"broker:\n  max_message_size: 64KiB\ngroups:\n  default:\n    routes: ['#']\n    delivery: {delivery}\n");
        var (_, record) = scene.Worker("default", "a", "--work", "none");
        await using var session = await scene.SessionAsync();
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);

        foreach (var (id, size) in new[] { ("small", 10), ("large", 100_000), ("empty", 0) })
        {
            var properties = new MessageProperties { MessageId = id, Persistent = true };
            Assert.Equal(PublishOutcome.Confirmed, await publisher.PublishAsync(Names.IngressExchange, "any", properties, new byte[size], Token));
        }

        var lines = await Records.WaitAsync([record], 2, Limit, scene.Describe);
        Assert.Equal([("empty", 0), ("small", 10)], lines.Select(l => (Records.Id(l), l.GetProperty("size").GetInt32())).Order());
        await dispatcher.LineAsync("exceeds the limit", Token);
        await Eventually.TrueAsync(async () => (await session.Topology.InspectAsync(Names.DeadQueue("default"), Token))?.Ready == 1, "the dead letter is there", Token);
    }

    [Fact]
    public async Task Run_MalformedHeartbeats_AreCountedAndLoggedAndRoutingGoesOn()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync("groups:\n  default:\n    routes: ['#']\n");
        var (_, record) = scene.Worker("default", "a", "--work", "none");
        await using var session = await scene.SessionAsync();
        string[] bad = ["{", "[]", "null", "{\"v\":1}", new string('x', 20_000), "{\"v\":1,\"group\":\"default\",\"destination\":\"spoofed\",\"instance\":\"i\",\"seq\":1}"];

        foreach (var body in bad) await session.Control.SendAsync("heartbeat.default.a", Encoding.UTF8.GetBytes(body), Token);
        await dispatcher.LineAsync("it speaks for default/spoofed", Token);
        var status = await scene.GetAsync("/api/v1/status");

        Assert.Equal(bad.Length, status.GetProperty("heartbeats").GetProperty("rejected").GetInt64());
        var publish = scene.Start(CommandLineProcess.MessageLb("publish", "any", "--count", "10", "--broker", scene.Uri.ToString()));
        Assert.Equal(0, await publish.ExitAsync(Limit, Token));
        await Records.WaitAsync([record], 10, Limit, scene.Describe);
    }
}
