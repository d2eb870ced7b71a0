using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>What a shape works with while it is measured once.</summary>
/// <param name="Group">Name of the group, of this measurement alone.</param>
/// <param name="Destinations">Names of the destinations.</param>
/// <param name="Broker">The broker.</param>
/// <param name="Books">Where completions go.</param>
/// <param name="Time">Clock.</param>
/// <param name="Note">Takes warnings.</param>
internal sealed record ThroughputStage(
    string Group,
    IReadOnlyList<string> Destinations,
    ThroughputBroker Broker,
    ThroughputBooks Books,
    TimeProvider Time,
    Action<string> Note)
{
    /// <summary>Most messages fetched and not settled at each worker, the same for all shapes.</summary>
    public const int Prefetch = 100;

    /// <summary>The queue that holds the messages.</summary>
    public string Ingress => Names.IngressQueue(Group);

    /// <summary>Declares a queue for each destination and returns their names.</summary>
    public async Task<IReadOnlyList<string>> DeclareWorkQueuesAsync(CancellationToken stop)
    {
        await using var session = await Broker.Transport.OpenAsync(new SessionOptions { ClientName = $"messagelb-bench {Group}" }, stop);
        foreach (var destination in Destinations) await session.Topology.DeclareQueueAsync(TopologySpecs.WorkQueue(Group, destination), stop);
        return [.. Destinations.Select(destination => Names.WorkQueue(Group, destination))];
    }
}
