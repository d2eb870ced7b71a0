using System.Diagnostics;
using MessageLB.Testing;
using RabbitMQ.Client;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Broker;

/// <summary>The fixture itself: without it every other test here would be an assumption.</summary>
public sealed class LocalBrokerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartNewAsync_TwoAtOnce_AreApart()
    {
        await using var first = await LocalBroker.StartNewAsync();
        await using var second = await LocalBroker.StartNewAsync();

        await DeclareAsync(first, "only-in-first");

        var queues = await second.RunCtlAsync(Cancelled, "list_queues", "name");
        Assert.NotEqual(first.Uri.Port, second.Uri.Port);
        Assert.DoesNotContain("only-in-first", queues, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestartAsync_AfterKill_KeepsPortAndDurableQueues()
    {
        await using var broker = await LocalBroker.StartNewAsync();
        await DeclareAsync(broker, "survivor");
        var port = broker.Uri.Port;

        await broker.RestartAsync();
        await broker.KillAsync();
        await broker.StartAsync();

        var queues = await broker.RunCtlAsync(Cancelled, "list_queues", "name");
        Assert.Contains("survivor", queues, StringComparison.Ordinal);
        Assert.Equal(port, broker.Uri.Port);
    }

    [Fact]
    public async Task DisposeAsync_Always_EndsTheProcess()
    {
        var broker = await LocalBroker.StartNewAsync();
        var pid = broker.Pid;

        await broker.DisposeAsync();

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(pid));
    }

    private static async Task DeclareAsync(LocalBroker broker, string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = broker.Uri }.CreateConnectionAsync(Cancelled);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancelled);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: Cancelled);
    }
}
