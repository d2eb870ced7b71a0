using System.Globalization;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Redundancy;

/// <summary>A group with <c>single_active</c>, one worker with one hand, and two dispatchers.</summary>
public sealed class StrictOrderTests(LocalBroker broker)
{
    private const int Messages = 3000;
    private const string Config = "groups:\n  default:\n    routes: ['#']\n    single_active: true\n";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_TheActiveOneStopped_EveryMessageCompletesOnceAndInOrder()
    {
        var ids = await RunAsync(async (pair, active) =>
        {
            pair[active].Terminate();
            Assert.Equal(0, await pair[active].ExitAsync(Limit, Token));
        });

        Assert.Equal(Expected, ids);
    }

    [Fact]
    public async Task Run_TheActiveOneKilled_MessagesCompleteInOrderWhateverIsRepeated()
    {
        var ids = await RunAsync((pair, active) => pair[active].KillAsync());

        Assert.Equal(Expected, ids.Distinct());
        Assert.InRange(ids.Count - Messages, 0, 500);
    }

    [Fact]
    public async Task Run_QueueExistsWithoutIt_TheGroupSaysWhatDiffersAndWhatToDo()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await using (var session = await scene.SessionAsync()) await session.Topology.DeclareQueueAsync(TopologySpecs.IngressQueue("default"), Token);

        var dispatcher = await scene.DispatcherAsync(Config);

        var line = await dispatcher.LineAsync("Group default cannot start", Token);
        Assert.Contains("x-single-active-consumer", line, StringComparison.Ordinal);
        Assert.Contains("rabbitmqctl delete_queue 'messagelb.in.default' --if-empty", line, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Expected => Enumerable.Range(0, Messages).Select(IdOf);

    // What the worker did, in its order.
    private async Task<List<string>> RunAsync(Func<Pair, int, Task> end)
    {
        await using var scene = await Scene.OpenAsync(broker);
        var pair = await Pair.StartAsync(scene, Config);
        var (_, record) = scene.Worker("default", "a", "--concurrency", "1", "--work", "const:1ms");
        await PublishAsync(scene);
        await Records.WaitAsync([record], Messages / 5, Limit, scene.Describe);
        var received = new[] { await ReceivedAsync(pair, 0), await ReceivedAsync(pair, 1) };
        Assert.Single(received, count => count == 0);

        await end(pair, received[0] > 0 ? 0 : 1);

        return [.. (await Records.WaitAsync([record], Messages, Limit, scene.Describe)).Select(Records.Id)];
    }

    private static async Task PublishAsync(Scene scene)
    {
        await using var session = await scene.SessionAsync();
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var sent = new List<Task<PublishOutcome>>();
        for (var i = 0; i < Messages; i++) sent.Add(publisher.PublishAsync(Names.IngressExchange, "any", new MessageProperties { MessageId = IdOf(i), Persistent = true }, new byte[1], Token));
        Assert.All(await Task.WhenAll(sent), outcome => Assert.Equal(PublishOutcome.Confirmed, outcome));
    }

    private static async Task<long> ReceivedAsync(Pair pair, int which) => (await pair.GroupAsync(which)).GetProperty("received").GetInt64();

    private static string IdOf(int i) => i.ToString("D5", CultureInfo.InvariantCulture);
}
