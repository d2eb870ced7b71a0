using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

/// <summary>What a worker's meter tells after messages that ended in every way.</summary>
public sealed class WorkerMetricsTests : IDisposable
{
    private const string Place = "messaging.system=embedded messaging.destination.name=messagelb.work.orders.a messagelb.group=orders messagelb.destination=a";

    private readonly InMemoryTransport _transport = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentDictionary<string, double> _observed = new();
    private readonly ConcurrentDictionary<string, int> _times = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Worker_MessagesOfEveryResult_AreCountedAndTimedByOutcome()
    {
        using var listener = Listen();
        await using var worker = new WorkerHost(_transport, Options(), new ByTextHandler(), TimeProvider.System, new LogRecorder(), meters: Meters);
        var run = worker.RunAsync(Token);
        await PublishAsync("done1", "done2", "retry", "drop", "return", "throw");
        await Eventually.TrueAsync(() => new ValueTask<bool>(worker.Status is { Received: 6, InFlight: 0 }), "all are settled", Token);

        listener.RecordObservableInstruments();

        Assert.Equal(6, _observed[$"messaging.client.consumed.messages {Place} messaging.operation.name=deliver"]);
        Assert.Equal(
            [("done", 2.0), ("dropped", 1), ("duplicate", 0), ("expired", 0), ("retried", 2), ("returned", 1), ("unsettled", 0)],
            _observed.Where(o => o.Key.StartsWith("messagelb.worker.messages ", StringComparison.Ordinal)).Select(o => (o.Key[(o.Key.LastIndexOf('=') + 1)..], o.Value)).Order());
        Assert.Equal(
            [("concurrency", 3.0), ("connected", 1), ("exceptions", 1), ("handlers.stuck", 0), ("message.active", 0), ("sessions", 1), ("timeouts", 0)],
            _observed.Where(o => o.Key.StartsWith("messagelb.worker.", StringComparison.Ordinal) && o.Key.EndsWith($" {Place}", StringComparison.Ordinal) && !o.Key.Contains(".busy ", StringComparison.Ordinal))
                .Select(o => (o.Key["messagelb.worker.".Length..o.Key.IndexOf(' ', StringComparison.Ordinal)], o.Value)).Order());
        Assert.InRange(_observed[$"messagelb.worker.busy {Place}"], double.Epsilon, TestTimeouts.Happens.TotalSeconds);
        const string Process = $"messaging.process.duration {Place} messaging.operation.name=process messagelb.outcome=";
        Assert.Equal(
            [($"{Process}done", 2), ($"{Process}drop error.type=drop", 1), ($"{Process}retry error.type=retry", 2), ($"{Process}return", 1)],
            _times.Select(t => (t.Key, t.Value)).OrderBy(t => t.Key, StringComparer.Ordinal));
        worker.Stop();
        await run.OrFailAsync("the worker's end", Token);
    }

    [Fact]
    public async Task Host_WithMetrics_GivesItsWorkersTheMeter()
    {
        using var listener = Listen();
        var services = new ServiceCollection().AddSingleton<ITransport>(_transport).AddSingleton(Meters);
        services.AddMessageLBWorker("orders", "a", _ => new ByTextHandler(), o => o.Concurrency = 3);
        await using var provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<WorkerHost>();

        listener.RecordObservableInstruments();

        Assert.Equal(3, _observed[$"messagelb.worker.concurrency {Place}"]);
    }

    private static WorkerOptions Options() => new() { Group = "orders", Name = "a", Concurrency = 3, HeartbeatInterval = TimeSpan.FromMilliseconds(20) };

    // Of this test's own meter only: others run beside it in this process.
    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, Meters)) l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _observed[Text(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            if (instrument.IsObservable) _observed[Text(instrument, tags)] = value;
            else _times.AddOrUpdate(Text(instrument, tags), 1, static (_, count) => count + 1);
        });
        listener.Start();
        return listener;
    }

    private static string Text(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = instrument.Name;
        foreach (var tag in tags) text += $" {tag.Key}={tag.Value}";
        return text;
    }

    private async Task PublishAsync(params string[] ids)
    {
        await using var session = await _transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token);
        await session.Topology.DeclareGroupAsync("orders", ["order.#"], Token);
        await session.Topology.DeclareQueueAsync(TopologySpecs.WorkQueue("orders", "a"), Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        foreach (var id in ids)
            Assert.Equal(PublishOutcome.Confirmed, await publisher.PublishAsync(string.Empty, Names.WorkQueue("orders", "a"), new MessageProperties { MessageId = id }, default, Token));
    }
}
