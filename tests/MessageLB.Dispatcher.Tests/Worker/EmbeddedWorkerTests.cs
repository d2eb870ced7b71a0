using System.Collections.Concurrent;
using System.Text;
using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

/// <summary>Workers on the embedded transport and the real clock: what the fakes cannot show, above all that nothing is lost.</summary>
public sealed class EmbeddedWorkerTests
{
    private readonly InMemoryTransport _transport = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_SessionLostAgainAndAgain_HandlesEveryMessage()
    {
        const int Batch = 1000;
        const int Messages = 4 * Batch;
        var handler = new CollectingHandler(Messages);
        await using var worker = NewWorker("a", handler, o => (o.Concurrency, o.Instance) = (8, "i1"));
        var run = worker.RunAsync(Token);

        for (var losses = 1; losses <= 3; losses++)
        {
            await ServesAsync(losses);
            await PublishAsync(Names.WorkQueue("orders", "a"), Batch, from: (losses - 1) * Batch);
            await handler.Reaches(((losses - 1) * Batch) + 200).OrFailAsync(() => "the beginning of the batch", Token);
            Assert.Equal(1, _transport.EndSession("messagelb-worker orders/a/i1", $"loss {losses}"));
        }

        await ServesAsync(4);
        await PublishAsync(Names.WorkQueue("orders", "a"), Batch, from: 3 * Batch);
        await handler.Reaches(Messages).OrFailAsync(() => "every message", Token);
        await StopAsync(worker, run);
        Assert.Equal(0, await ReadyAsync(Names.WorkQueue("orders", "a")));
        var status = worker.Status;
        Assert.Equal((Messages, 4L), (handler.Distinct, status.Sessions));
        // Those whose acknowledgement was lost with the session came again, and were dropped.
        Assert.Equal((Messages, status.Received), (status.Done + status.Duplicates, status.Done + status.Duplicates + status.Unsettled));

        Task ServesAsync(long session) =>
            Eventually.TrueAsync(() => new ValueTask<bool>(worker.Status.Connected && worker.Status.Sessions == session), $"session {session} serves", Token);
    }

    [Fact]
    public async Task Worker_EveryResult_EndsWhereItBelongs()
    {
        await using var worker = NewWorker("a", new ByTextHandler());
        var run = worker.RunAsync(Token);
        await using var session = await OpenAsync();
        await session.Topology.DeclareGroupAsync("orders", ["order.#"], Token);
        await PublishAsync(Names.WorkQueue("orders", "a"), "done", "retry", "drop", "return", "throw");

        var back = RecordingDeliveryHandler.Acking();
        await session.StartAsync(new ReceiveOptions { Queue = Names.IngressQueue("orders"), Prefetch = 10 }, back, Token);
        var failed = RecordingDeliveryHandler.Acking();
        await session.StartAsync(new ReceiveOptions { Queue = Names.RetryQueue("orders"), Prefetch = 10 }, failed, Token);
        var dead = RecordingDeliveryHandler.Acking();
        await session.StartAsync(new ReceiveOptions { Queue = Names.DeadQueue("orders"), Prefetch = 10 }, dead, Token);

        Assert.Equal("return", Assert.Single(await back.TakeAsync(1, Token)).Text);
        Assert.Equal([("retry", "2"), ("throw", "2")], (await failed.TakeAsync(2, Token)).Select(m => (m.Text, HeaderValues.GetText(m.Properties.Headers, HeaderNames.Attempt)!)).Order());
        Assert.Equal("drop", Assert.Single(await dead.TakeAsync(1, Token)).Text);
        await StopAsync(worker, run);
        Assert.Equal((1L, 2L, 1L, 1L), (worker.Status.Done, worker.Status.Retried, worker.Status.Dropped, worker.Status.Returned));
    }

    [Fact]
    public async Task Workers_TwoOnOneDestination_ShareItAndOneMayLeave()
    {
        const int Messages = 2000;
        var handler = new CollectingHandler(Messages);
        await using var first = NewWorker("a", handler, o => (o.Instance, o.Prefetch) = ("i1", 4));
        await using var second = NewWorker("a", handler, o => (o.Instance, o.Prefetch) = ("i2", 4));
        var (firstRun, secondRun) = (first.RunAsync(Token), second.RunAsync(Token));
        await Eventually.TrueAsync(() => new ValueTask<bool>(first.Status.Connected && second.Status.Connected), "both serve", Token);

        await PublishAsync(Names.WorkQueue("orders", "a"), Messages / 2);
        await handler.Reaches(Messages / 2).OrFailAsync(() => "the first half", Token);
        await StopAsync(first, firstRun);
        var firstDone = first.Status.Done;
        await PublishAsync(Names.WorkQueue("orders", "a"), Messages / 2, from: Messages / 2);
        await handler.Reaches(Messages).OrFailAsync(() => "the second half", Token);
        await StopAsync(second, secondRun);

        Assert.InRange(firstDone, 1, (Messages / 2) - 1);
        Assert.Equal(Messages, first.Status.Done + second.Status.Done);
        Assert.Equal(Messages, handler.Distinct);
    }

    [Fact]
    public async Task Worker_Presence_EndsWithAFarewellAfterADrainAndAsLostWithoutOne()
    {
        await using var session = await OpenAsync();
        var ends = new Recorder<(string, PresenceEnd)>("ends of presence");
        foreach (var name in (string[])["leaves", "dies"])
        {
            await using var worker = NewWorker(name, new CollectingHandler(1), o => o.Instance = "i1");
            var run = worker.RunAsync(Token);
            await Eventually.TrueAsync(() => new ValueTask<bool>(worker.Status.Connected), "the worker serves", Token);
            Assert.NotNull(await session.Presence.WatchAsync(worker.Worker, end => ends.Add((name, end)), Token));
            if (name == "dies") _transport.EndSession($"messagelb-worker orders/{name}/i1", "kill");
            else await StopAsync(worker, run);
        }

        // The two are told by different sessions, in any order.
        Assert.Equal([("dies", PresenceEnd.Lost), ("leaves", PresenceEnd.Left)], (await ends.TakeAsync(2, Token)).Order());
    }

    [Fact]
    public async Task Host_SeveralWorkers_EachServesItsDestinationAndAllStop()
    {
        var shared = new CollectingHandler(30);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(new LogRecorder());
        builder.Services.AddSingleton<ITransport>(_transport);
        builder.Services.AddSingleton(shared);
        builder.Services.AddScoped<ScopedDependency>();
        builder.Services.AddMessageLBWorker<CollectingHandler>("orders", "singleton", o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(20));
        builder.Services.AddMessageLBWorker<ScopedHandler>("orders", "scoped", o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(20));
        builder.Services.AddMessageLBWorker("orders", "factory", p => p.GetRequiredService<CollectingHandler>(), o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(20));
        using var host = builder.Build();
        await host.StartAsync(Token);

        foreach (var name in (string[])["singleton", "scoped", "factory"]) await PublishAsync(Names.WorkQueue("orders", name), 10, id: name);
        await shared.Reaches(30).OrFailAsync(() => "every message", Token);
        await host.StopAsync(Token);

        var workers = host.Services.GetServices<WorkerHost>().ToArray();
        Assert.Equal(["singleton", "scoped", "factory"], workers.Select(w => w.Worker.Destination));
        Assert.All(workers, w => Assert.True(w.Completion.IsCompletedSuccessfully));
        Assert.All(workers, w => Assert.Equal(10, w.Status.Done));
        Assert.Equal(10, ScopedHandler.DisposedOf(shared));
    }

    [Fact]
    public void Add_WrongOptions_FailsAtOnce()
    {
        var thrown = Assert.Throws<WorkerOptionsException>(() => new ServiceCollection().AddMessageLBWorker<CollectingHandler>("", "a b", o => o.Concurrency = 1001));

        Assert.Equal(3, thrown.Errors.Count);
    }

    private WorkerHost NewWorker(string name, IMessageHandler handler, Action<WorkerOptions>? configure = null)
    {
        var options = new WorkerOptions { Group = "orders", Name = name, HeartbeatInterval = TimeSpan.FromMilliseconds(20) };
        configure?.Invoke(options);
        return new WorkerHost(_transport, options, handler, TimeProvider.System, new LogRecorder());
    }

    private ValueTask<ITransportSession> OpenAsync() => _transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token);

    private async Task<long?> ReadyAsync(string queue)
    {
        await using var session = await OpenAsync();
        return (await session.Topology.InspectAsync(queue, Token))?.Ready;
    }

    private static async Task StopAsync(WorkerHost worker, Task run)
    {
        worker.Stop();
        await run.OrFailAsync("the worker's end", Token);
    }

    private Task PublishAsync(string queue, int count, int from = 0, string id = "m") =>
        PublishAsync(queue, [.. Enumerable.Range(from, count).Select(i => $"{id}{i}")]);

    private async Task PublishAsync(string queue, params string[] texts)
    {
        await using var session = await OpenAsync();
        await Eventually.TrueAsync(async () => await session.Topology.InspectAsync(queue, Token) is not null, $"{queue} is there", Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var outcomes = await Task.WhenAll(texts.Select(t => publisher.PublishAsync(string.Empty, queue, new MessageProperties { MessageId = t }, Encoding.UTF8.GetBytes(t), Token)));
        Assert.All(outcomes, o => Assert.Equal(PublishOutcome.Confirmed, o));
    }

    /// <summary>Notes which messages it has seen.</summary>
    private sealed class CollectingHandler(int most) : IMessageHandler
    {
        private readonly ConcurrentDictionary<string, bool> _seen = new();
        private readonly Recorder<int> _counts = new($"different messages of {most}");

        public int Distinct => _seen.Count;

        public int Disposals;

        public Task<int> Reaches(int count) => _counts.FirstAsync(c => c >= count, $"{count}", Token);

        public async ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
        {
            var text = Encoding.UTF8.GetString(message.Body.Span);
            await Task.Yield();
            if (text != message.MessageId) return HandlerResult.Drop("another message's body");
            if (_seen.TryAdd(text, true)) _counts.Add(_seen.Count);
            return HandlerResult.Done;
        }
    }

    private sealed class ScopedDependency(CollectingHandler all) : IDisposable
    {
        public CollectingHandler All => all;

        public void Dispose() => Interlocked.Increment(ref all.Disposals);
    }

    private sealed class ScopedHandler(ScopedDependency dependency) : IMessageHandler
    {
        public static int DisposedOf(CollectingHandler all) => all.Disposals;

        public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken) => dependency.All.HandleAsync(message, cancellationToken);
    }
}
