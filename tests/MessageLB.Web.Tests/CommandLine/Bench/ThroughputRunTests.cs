using System.Collections.Concurrent;
using MessageLB.CommandLine;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using MessageLB.Core.Configuration;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class ThroughputRunTests
{
    private const string Nowhere = "amqp://nowhere/";

    private readonly InMemoryTransport _transport = new();
    private readonly ConcurrentQueue<string> _notes = new();
    private readonly IdleShape _idle = new("idle", "");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_TwoRounds_EveryShapeDrainsAllMessagesOnce()
    {
        IThroughputShape[] shapes = [new MessageLBShape("handoff", DeliveryMode.Handoff, 1), new MessageLBShape("hold", DeliveryMode.Hold, 1)];

        var results = await Create(Options(), shapes, TimeProvider.System).RunAsync(Token);

        Assert.Equal([2, 2], results.Select(rounds => rounds.Count));
        Assert.All(results.SelectMany(rounds => rounds), figures =>
        {
            Assert.True(figures is { PerSecond: > 0, ClientCpuUs: >= 0, AllocatedBytes: > 0, StartMs: > 0, PeakWorkingSetMb: > 0 }, figures.ToString());
            Assert.Equal((0, null, null), (figures.Duplicates, figures.BrokerCpuUs, figures.ResponseMs));
        });
        Assert.Equal(["round 1 of 2, handoff", "round 1 of 2, hold", "round 2 of 2, hold", "round 2 of 2, handoff"], _notes.Where(note => note.StartsWith("round", StringComparison.Ordinal)).Select(note => note.Split(':')[0]));
    }

    [Fact]
    public async Task Run_AtARate_CompletesAllMessagesAndTellsTheTimes()
    {
        var results = await Create(Options() with { Rounds = 1, Rate = 1_000 }, [new MessageLBShape("handoff", DeliveryMode.Handoff, 1)], TimeProvider.System).RunAsync(Token);

        var figures = results.Single().Single();
        Assert.True(figures.ResponseMs is { P50: > 0 } times && times.P99 >= times.P50, figures.ToString());
        Assert.True(figures.PublishLagMs is { P50: >= 0 }, figures.ToString());
        Assert.Equal(0, figures.Duplicates);
    }

    [Fact]
    public async Task Run_NothingIsCompleted_SaysSoAndLeavesNoQueue()
    {
        var time = new ManualTimeProvider();
        var running = Create(Options(), [_idle], time).RunAsync(Token);
        var stage = await _idle.Stage;

        while (!running.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var error = await Assert.ThrowsAsync<CommandFailedException>(() => running);
        Assert.Equal((ExitCodes.Timeout, "200 of 200 messages were not completed, and none for 30 s; take fewer --destinations or a lower --rate."), (error.ExitCode, error.Message));
        Assert.Contains("idle: 0 of 200 completed", _notes);
        Assert.False(await ExistsAsync(stage.Ingress));
    }

    [Fact]
    public async Task Run_BrokerLostMeanwhile_EndsWithTheReasonAndLeavesNoQueue()
    {
        var running = Create(Options(), [_idle], TimeProvider.System).RunAsync(Token);
        var stage = await _idle.Stage;

        _transport.EndAllSessions("cut by the test");

        var error = await Assert.ThrowsAsync<SessionEndedException>(() => running);
        Assert.Contains("cut by the test", error.Message, StringComparison.Ordinal);
        Assert.False(await ExistsAsync(stage.Ingress));
    }

    [Fact]
    public async Task Run_Stopped_EndsAtOnceAndLeavesNoQueue()
    {
        using var stop = new CancellationTokenSource();
        var running = Create(Options(), [_idle], TimeProvider.System).RunAsync(stop.Token);
        var stage = await _idle.Stage;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.False(await ExistsAsync(stage.Ingress));
    }

    private ThroughputRun Create(ThroughputOptions options, IReadOnlyList<IThroughputShape> shapes, TimeProvider time)
    {
        Assert.True(ClusterAddress.TryParse(Nowhere, out var address));
        return new ThroughputRun(options, shapes, new ThroughputBroker(address, _transport, null, null), time, _notes.Enqueue);
    }

    private async Task<bool> ExistsAsync(string queue)
    {
        await using var session = await _transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token);
        return await session.Topology.InspectAsync(queue, Token) is not null;
    }

    private static ThroughputOptions Options() => new() { Rounds = 2, Messages = 200, Size = 64, Destinations = 2, Rate = 0 };
}
