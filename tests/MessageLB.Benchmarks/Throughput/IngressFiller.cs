using MessageLB.RabbitMq;
using MessageLB.Transport;

namespace MessageLB.Benchmarks.Throughput;

/// <summary>Declares what a run needs, fills its ingress queue, and removes everything afterwards.</summary>
internal sealed class IngressFiller(Uri broker, string group, int workers) : IAsyncDisposable
{
    private ITransportSession _session = null!;

    public async Task FillAsync(int messages, int size)
    {
        _session = await new RabbitMqTransport(new RabbitMqOptions { Uri = broker }).OpenAsync(new SessionOptions { ClientName = "filler" }, default);
        await _session.Topology.DeclareExchangesAsync(default);
        await _session.Topology.DeclareGroupAsync(group, [$"{group}.#"], default);
        for (var i = 0; i < workers; i++) await _session.Topology.DeclareQueueAsync(TopologySpecs.WorkQueue(group, $"w{i}"), default);
        var publisher = await ConfirmingPublisher.CreateAsync(_session, default);
        var body = new byte[size];
        var sent = new List<Task<PublishOutcome>>();
        for (var i = 0; i < messages; i++)
        {
            var properties = new MessageProperties { MessageId = $"{group}-{i}", Persistent = true };
            sent.Add(publisher.PublishAsync(Names.IngressExchange, $"{group}.bench", properties, body, default));
        }

        if ((await Task.WhenAll(sent)).Any(o => o != PublishOutcome.Confirmed)) throw new InvalidOperationException("The ingress queue could not be filled.");
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < workers; i++) await _session.Topology.DeleteQueueAsync(Names.WorkQueue(group, $"w{i}"), default);
        await _session.Topology.DeleteQueueAsync(Names.IngressQueue(group), default);
        await _session.Topology.DeleteQueueAsync(Names.DeadQueue(group), default);
        await _session.DisposeAsync();
    }
}
