using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>
/// A plain worker with a connection of its own: takes from the one queue, handles as many messages at the same time as its
/// concurrency, acknowledges each.
/// </summary>
internal sealed class CompetingConsumer : IDeliveryHandler, IAsyncDisposable
{
    private readonly LatencyStage _stage;
    private readonly int _worker;
    private readonly TimedWork _work;
    private readonly SemaphoreSlim _hands;
    private readonly CancellationTokenSource _ending = new();
    private readonly ITransportSession _session;
    private readonly CancellationTokenRegistration _watch;
    private readonly TaskCompletionSource<IReceiver> _receiver = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CompetingConsumer(LatencyStage stage, int worker, ITransportSession session)
    {
        (_stage, _worker, _session) = (stage, worker, session);
        _work = stage.WorkOf(worker);
        _hands = new SemaphoreSlim(stage.Options.Concurrency);
        _watch = session.Ended.Register(() => stage.Books.Fail(new SessionEndedException(session.EndReason ?? "the session of a worker ended")));
    }

    public static async Task<CompetingConsumer> StartAsync(LatencyStage stage, int worker, int prefetch, CancellationToken stop)
    {
        var session = await stage.Transport.OpenAsync(new SessionOptions { ClientName = $"messagelb-bench {stage.Group}" }, stop);
        var consumer = new CompetingConsumer(stage, worker, session);
        try
        {
            var options = new ReceiveOptions { Queue = Names.IngressQueue(stage.Group), Prefetch = prefetch };
            consumer._receiver.SetResult(await session.ReceiveAsync(options, consumer, stop));
            return consumer;
        }
        catch
        {
            await consumer.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask HandleAsync(Delivery delivery)
    {
        var number = BenchMessages.NumberOf(delivery.Body.Span);
        await _hands.WaitAsync(_ending.Token);
        _ = HandleAsync(number, delivery.Tag); // ends by itself; what goes wrong in it ends the measurement
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        await _ending.CancelAsync();
        await _session.DisposeAsync();
        _ending.Dispose();
    }

    private async Task HandleAsync(int number, ulong tag)
    {
        try
        {
            var excess = await _work.DoAsync(_stage.Workload.Work[number], _ending.Token);
            _stage.Books.Complete(number, _worker, excess);
            await (await _receiver.Task).AckAsync(tag, multiple: false);
        }
        catch (Exception e)
        {
            _stage.Books.Fail(e);
        }
        finally
        {
            _hands.Release();
        }
    }
}
