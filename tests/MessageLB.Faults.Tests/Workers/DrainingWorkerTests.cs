using System.Globalization;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Workers;

/// <summary>A worker is asked to end, as a preStop hook or a container's stop does.</summary>
public sealed class DrainingWorkerTests(LocalBroker broker)
{
    private const int DrainedCode = 0;
    private const int CutShortCode = 75;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_TerminatedWithAFullQueue_GivesBackWhatHasNotStartedAndEndsWithZero()
    {
        const int Messages = 500; // at 200 ms each this would take 25 s
        await using var scene = await Scene.OpenAsync(broker);
        var (worker, record) = scene.Worker("default", "a", "--concurrency", "4", "--work", "const:200ms");
        await using var session = await ReadyAsync(scene, worker);
        await PublishAsync(session, Messages);
        await Records.WaitAsync([record], 4, Limit, scene.Describe);

        worker.Terminate();
        var code = await worker.ExitAsync(Limit, Token);

        var done = (await Records.ReadAsync([record])).Count;
        Assert.Equal(DrainedCode, code);
        Assert.Contains("drained and left", worker.Errors, StringComparison.Ordinal);
        Assert.InRange(done, 4, Messages / 4);
        await HoldsAsync(session, Names.IngressQueue("default"), Messages - done);
        await HoldsAsync(session, Names.WorkQueue("default", "a"), 0);
    }

    [Fact]
    public async Task Worker_TerminatedWithAHandlerThatTakesTooLong_GivesItsMessageBackAndEndsWith75()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var (worker, _) = scene.Worker("default", "a", "--work", "const:60m", "--drain-timeout", "2s");
        await using var session = await ReadyAsync(scene, worker);
        var handling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await session.Control.SubscribeAsync("heartbeat.default.a", (_, body) => LookForWork(body, handling), Token);
        await PublishAsync(session, 1);
        await handling.Task.WaitAsync(Limit, Token);

        worker.Terminate();
        var code = await worker.ExitAsync(Limit, Token);

        Assert.Equal(CutShortCode, code);
        Assert.Contains("because the time was up: 1 handlers were cancelled, 0 messages were not settled", worker.Errors, StringComparison.Ordinal);
        await HoldsAsync(session, Names.IngressQueue("default"), 1);
    }

    [Fact]
    public async Task Worker_HandlerTakesLongerThanItsLimit_ItsMessageGoesBackWithTheAttemptCounted()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var (worker, _) = scene.Worker("default", "a", "--work", "const:60m", "--handler-timeout", "1s");
        await using var session = await ReadyAsync(scene, worker);
        var back = RecordingDeliveryHandler.Acking();
        await session.StartAsync(new ReceiveOptions { Queue = Names.RetryQueue("default"), Prefetch = 10 }, back, Token);

        await PublishAsync(session, 1);
        var returned = (await back.TakeAsync(1, Token))[0];

        Assert.Equal("2", HeaderValues.GetText(returned.Properties.Headers, HeaderNames.Attempt));
    }

    // A message that no handler has begun is given back without a loss of work, which is another case: an idle handler has begun what
    // its worker has had for so long. An empty queue would not show it, for the broker may not have handed the message over yet.
    private static void LookForWork(ReadOnlySpan<byte> body, TaskCompletionSource handling)
    {
        if (!HeartbeatCodec.TryRead(body, out var heartbeat, out var error)) handling.TrySetException(new FormatException(error));
        else if (heartbeat!.OldestInFlightMs >= 500) handling.TrySetResult();
    }

    private static async Task<ITransportSession> ReadyAsync(Scene scene, CommandLineProcess worker)
    {
        await worker.LineAsync("serves (session 1)", Token);
        var session = await scene.SessionAsync();
        await session.Topology.DeclareGroupAsync("default", ["#"], Token);
        return session;
    }

    private static async Task PublishAsync(ITransportSession session, int count)
    {
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, count).Select(i => publisher.PublishAsync(
            string.Empty,
            Names.WorkQueue("default", "a"),
            new MessageProperties { MessageId = string.Create(CultureInfo.InvariantCulture, $"m{i}"), Persistent = true },
            "x"u8.ToArray(),
            Token)));
        Assert.All(outcomes, o => Assert.Equal(PublishOutcome.Confirmed, o));
    }

    private static Task HoldsAsync(ITransportSession session, string queue, long ready) =>
        Eventually.TrueAsync(async () => (await session.Topology.InspectAsync(queue, Token))?.Ready == ready, $"{queue} holds {ready}", Token);
}
