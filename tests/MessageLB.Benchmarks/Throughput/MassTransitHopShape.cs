using System.Globalization;
using MassTransit;
using MessageLB.CommandLine.Commands.Bench;
using MessageLB.CommandLine.Commands.Bench.Throughput;

namespace MessageLB.Benchmarks.Throughput;

/// <summary>
/// A consumer of MassTransit that sends each message on to the next of its targets, with workers of MassTransit behind it. What can be tuned is: raw JSON in place of
/// the envelope, a prefetch as large as the other hops', and many messages at the same time, so that one need not wait for the confirm of the other.
/// </summary>
internal sealed class MassTransitHopShape : IThroughputShape
{
    private const int Prefetch = 500;
    private const int InParallel = 100;

    public string Name => "masstransit-hop";

    public string Setting => string.Create(CultureInfo.InvariantCulture, $"8.4.0, raw JSON, prefetch {Prefetch}, {InParallel} at the same time");

    public async Task<IAsyncDisposable> StartAsync(ThroughputStage stage, CancellationToken stop)
    {
        var crew = new BenchCrew();
        try
        {
            foreach (var destination in stage.Destinations)
                crew.Add(await RunningBus.StartAsync(stage.Broker, TopologySpecs.WorkQueue(stage.Group, destination), worker => Work(worker, stage.Books), stop));
            var targets = stage.Destinations.Select(destination => new Uri($"exchange:{Names.WorkQueue(stage.Group, destination)}")).ToList();
            crew.Add(await RunningBus.StartAsync(stage.Broker, TopologySpecs.IngressQueue(stage.Group), hop => SendOn(hop, targets), stop));
            return crew;
        }
        catch
        {
            await crew.DisposeAsync();
            throw;
        }
    }

    private static void Work(IRabbitMqReceiveEndpointConfigurator endpoint, ThroughputBooks books)
    {
        endpoint.PrefetchCount = ThroughputStage.Prefetch;
        endpoint.Handler<NumberedMessage>(context =>
        {
            books.Complete(context.Message.Number);
            return Task.CompletedTask;
        });
    }

    private static void SendOn(IRabbitMqReceiveEndpointConfigurator endpoint, IReadOnlyList<Uri> targets)
    {
        endpoint.PrefetchCount = Prefetch;
        endpoint.ConcurrentMessageLimit = InParallel;
        endpoint.Instance(new SendingConsumer(targets));
    }
}
