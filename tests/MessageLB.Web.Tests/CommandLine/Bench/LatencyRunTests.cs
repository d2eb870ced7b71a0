using MessageLB.CommandLine;
using MessageLB.CommandLine.Commands.Bench.Latency;
using MessageLB.Core.Configuration;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker.Sample;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class LatencyRunTests
{
    private readonly InMemoryTransport _transport = new();

    [Fact]
    public async Task Run_TwoRounds_EveryShapeCompletesTheSameMessages()
    {
        var run = Create(Options());

        var results = await run.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["competing_consumers", "messagelb least_connections"], run.Shapes.Select(s => s.Name));
        Assert.All(results, rounds => Assert.Equal(2, rounds.Count));
        Assert.Equal(results[0].Select(r => r.Messages), results[1].Select(r => r.Messages));
        Assert.All(results.SelectMany(r => r), figures =>
        {
            Assert.InRange(figures.Messages, 1, 200);
            Assert.Equal(0, figures.Duplicates);
            Assert.Equal(1, figures.Shares.Sum(), 0.001);
            Assert.True(figures.ResponseMs.P50 >= 2, $"{figures.ResponseMs.P50} ms for messages that take 2 ms or more");
        });
        var report = LatencyReport.Of(Options(), "embedded", run.Shapes, results);
        Assert.Contains("\"p999\":", report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StoppedInTheMiddle_EndsAtOnceAndLeavesNoQueue()
    {
        using var stop = new CancellationTokenSource();
        var run = Create(Options() with { Duration = TimeSpan.FromMinutes(5) });
        var running = run.RunAsync(stop.Token);
        await HasQueueAsync(run);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.False(await ExistsAsync(run));
    }

    [Fact]
    public async Task Run_BrokerLostInTheMiddle_EndsWithTheReasonAndLeavesNoQueue()
    {
        var run = Create(Options() with { Duration = TimeSpan.FromMinutes(5) });
        var running = run.RunAsync(TestContext.Current.CancellationToken);
        await HasQueueAsync(run);

        _transport.EndAllSessions("cut by the test");

        var error = await Assert.ThrowsAsync<SessionEndedException>(() => running);
        Assert.Contains("cut by the test", error.Message, StringComparison.Ordinal);
        Assert.False(await ExistsAsync(run));
    }

    [Fact]
    public async Task Run_NoTimeForTheLastMessages_SaysHowManyAreMissing()
    {
        var run = Create(Options() with
        {
            Work = WorkDistribution.Parse("const:5s"),
            Load = 0.9,
            WarmUp = TimeSpan.Zero,
            Duration = TimeSpan.FromSeconds(2),
            Timeout = TimeSpan.FromMilliseconds(10),
        });

        var error = await Assert.ThrowsAsync<CommandFailedException>(() => run.RunAsync(TestContext.Current.CancellationToken));

        Assert.Equal(ExitCodes.Timeout, error.ExitCode);
        Assert.Matches(@"^\d+ of \d+ messages were not completed 0 s after the last arrival; lower --load or raise --timeout\.$", error.Message);
        Assert.False(await ExistsAsync(run));
    }

    private LatencyRun Create(LatencyOptions options) => new(options, _transport, TimeProvider.System, _ => { });

    private async Task HasQueueAsync(LatencyRun run) =>
        await Eventually.TrueAsync(() => ExistsAsync(run), "the first group has its queue", TestContext.Current.CancellationToken);

    /// <summary>Whether the ingress queue of the first measurement is there.</summary>
    private async ValueTask<bool> ExistsAsync(LatencyRun run)
    {
        await using var session = await _transport.OpenAsync(new SessionOptions { ClientName = "test" }, TestContext.Current.CancellationToken);
        return await session.Topology.InspectAsync(Names.IngressQueue($"{run.Name}-0-0"), TestContext.Current.CancellationToken) is not null;
    }

    private static LatencyOptions Options() => new()
    {
        Speeds = [1, 0.5],
        Concurrency = 2,
        Work = WorkDistribution.Parse("const:2ms"),
        Load = 0.2,
        Rounds = 2,
        Duration = TimeSpan.FromMilliseconds(300),
        WarmUp = TimeSpan.FromMilliseconds(100),
        Timeout = LatencyOptions.DefaultTimeout,
        Prefetches = [2],
        Policies = ["least_connections"],
        Window = WindowConfig.Auto,
        Size = 64,
        Seed = 1,
    };
}
