using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Heartbeats;

/// <summary>A plain client of the broker sends heartbeats that are not its own, while a worker works.</summary>
public sealed class HostileHeartbeatTests(LocalBroker broker)
{
    private const int Messages = 1000;
    private const int Flood = 4000;
    private const string Config = "groups:\n  default:\n    routes: ['#']\n    discovery: false\n    destinations: [a]\n";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Heartbeats_SpoofedReplayedMalformedAndFlooding_AreRefusedCountedAndChangeNothing()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        await using var session = await scene.SessionAsync();
        var heard = new ConcurrentQueue<byte[]>();
        await using var subscription = await session.Control.SubscribeAsync(Names.HeartbeatKey("default", "a"), (_, body) => heard.Enqueue(body.ToArray()), Token);
        var (_, record) = scene.Worker("default", "a", "--concurrency", "2", "--work", "const:5ms");
        await scene.BecomesAsync("a", "ready");
        var publisher = scene.Publisher(Messages, "100/s");
        await Records.WaitAsync([record], 50, Limit, scene.Describe);
        // With two newer ones the dispatcher has had the first for sure.
        await Eventually.TrueAsync(() => ValueTask.FromResult(heard.Count >= 3), "the worker's own heartbeats", Token);
        var own = heard.First();

        foreach (var (key, body) in Bad(own)) await session.Control.SendAsync(key, body, Token);
        await RejectedAsync(scene, Bad(own).Count());
        var key0 = Names.HeartbeatKey("default", "a");
        for (var i = 0; i < Flood; i++)
        {
            // Thrown at it as fast as the client can, in pieces so that none is dropped unseen and the count can be exact.
            await session.Control.SendAsync(i % 2 == 0 ? key0 : Names.HeartbeatKey("default", "ghost"), i % 4 == 0 ? own : Ghost(i), Token);
            if (i % 500 == 499) await RejectedAsync(scene, Bad(own).Count() + i + 1);
        }

        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync([record], Messages, Limit, scene.Describe);
        Assert.Equal(Messages, lines.Count);
        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        await AssertUnharmedAsync(scene, dispatcher, Bad(own).Count() + Flood);
    }

    private static async Task AssertUnharmedAsync(Scene scene, CommandLineProcess dispatcher, int refused)
    {
        Assert.False(dispatcher.HasExited);
        var status = await scene.GetAsync("/api/v1/status");
        Assert.Equal(refused, status.GetProperty("heartbeats").GetProperty("rejected").GetInt64());
        var destination = Assert.Single(status.GetProperty("groups")[0].GetProperty("destinations").EnumerateArray());
        Assert.Equal(("a", "ready", 1), (destination.GetProperty("name").GetString(), destination.GetProperty("state").GetString(), destination.GetProperty("instances").GetInt32()));
        Assert.Equal(2, destination.GetProperty("concurrency").GetInt32());
        // Listed, it was lost until its worker came.
        Assert.Empty(Transitions.Of(dispatcher, "a").SkipWhile(w => w != "Ready").Except(["Ready", "Degraded"]));
        // Told of, but a flood of them does not flood the log.
        Assert.InRange(dispatcher.Describe().Split('\n').Count(l => l.Contains("refused:", StringComparison.Ordinal)), 5, 120);
        foreach (var reason in (string[])["it speaks for default/b", "it speaks for default/a", "its sequence number is not newer", "not valid JSON", "more than 16384", "no such group", "is not listed"])
            Assert.Contains(reason, dispatcher.Describe(), StringComparison.Ordinal);
    }

    // One of each kind.
    private static IEnumerable<(string Key, byte[] Body)> Bad(byte[] own)
    {
        var key = Names.HeartbeatKey("default", "a");
        yield return (key, Text("""{"v":1,"group":"default","destination":"b","instance":"i","seq":1}"""));
        yield return (Names.HeartbeatKey("default", "b"), own);
        yield return (key, own);
        yield return (key, Text(Encoding.UTF8.GetString(own).Replace("\"state\":\"ready\"", "\"state\":\"failed\"", StringComparison.Ordinal)));
        yield return (key, Text("{"));
        yield return (key, [0xff, 0xfe, 0x00]);
        yield return (key, Text("""{"v":1,"group":"default","destination":"a","instance":"i","seq":1,"concurrency":1000000000}"""));
        yield return (key, Text("""{"v":1,"group":"default","destination":"a","instance":"i","seq":1,"done":-5}"""));
        yield return (key, Text(new string('[', 10_000)));
        yield return (key, new byte[200_000]);
        yield return (Names.HeartbeatKey("elsewhere", "a"), Text("""{"v":1,"group":"elsewhere","destination":"a","instance":"i","seq":1}"""));
        yield return ("heartbeat.default.a.b", own);
        yield return ("heartbeat", own);
    }

    private static byte[] Ghost(int i) => Text(string.Create(CultureInfo.InvariantCulture, $$"""{"v":1,"group":"default","destination":"ghost","instance":"i{{i}}","seq":{{i}},"state":"ready","concurrency":1000}"""));

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static Task RejectedAsync(Scene scene, int count) => Eventually.TrueAsync(
        async () => (await scene.GetAsync("/api/v1/status")).GetProperty("heartbeats").GetProperty("rejected").GetInt64() >= count, $"{count} heartbeats are refused", Token);
}
