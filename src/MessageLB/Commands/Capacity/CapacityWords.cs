using System.Globalization;
using MessageLB.CommandLine.Rendering;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Capacity;

/// <summary>Says what is needed, and why.</summary>
internal sealed class CapacityWords(CapacityRequest request, CapacityCosts costs, CapacityPlan plan)
{
    private const double BitsPerGigabit = 1e9;
    private const double BytesPerMegabyte = 1e6;

    private readonly double _usable = request.CoresPerNode * request.Utilisation;

    /// <summary>What decides how many broker nodes there are.</summary>
    public string Bottleneck => plan.Limit switch
    {
        CapacityLimit.BrokerProcessor => "processor time of the broker",
        CapacityLimit.Heartbeats => "heartbeats",
        CapacityLimit.BrokerNetwork => "network of the broker",
        _ => "replicas",
    };

    private string UsablePart => $"{request.CoresPerNode} cores × {Part} = {Tenths(_usable)}";

    private string Part => request.Utilisation.ToString("0.## %", CultureInfo.InvariantCulture);

    public IEnumerable<CapacityRow> Rows()
    {
        yield return new CapacityRow("ingress queues", Figures.Count(plan.Partitions), $"one quorum queue takes {Figures.Rate(costs.FillPerSecond)} and gives {Figures.Rate(costs.DrainPerSecond)}, so both at once {Figures.Rate(plan.QueuePerSecond)}; of that {Part}");
        yield return new CapacityRow("destinations", Figures.Count(plan.Destinations), plan.DestinationsForQueues
            ? $"so that the queue of none carries more than {Part} of its limit"
            : $"work of {Milliseconds(request.Work)} × {Figures.Rate(request.Rate)} at {request.Concurrency} at a time, {Part} busy");
        yield return new CapacityRow("heartbeats", Figures.Rate(plan.Heartbeats), $"{Figures.Rate(plan.Heartbeats / plan.Destinations)} from each destination; every dispatcher hears all of {(request.VirtualHosts == 1 ? "them" : "its virtual host")}");
        yield return Dispatchers();
        if (plan is not { BrokerNodes: { } nodes, HeartbeatCores: { } control, NetworkPerNode: { } network, LogPerNode: { } log }) yield break;
        yield return new CapacityRow("broker nodes", Figures.Count(nodes), $"{Tenths(costs.PublishUs)} + {Tenths(plan.Message.BrokerUs)} µs a message where its queues lead: {Tenths(plan.LeaderCores)} cores; {request.Replicas - 1} followers: {Tenths(plan.FollowerCores)}; heartbeats: {Tenths(control)}; of a node {UsablePart}{(plan.Limit == CapacityLimit.Replicas ? $"; at least {request.Replicas} for the replicas" : string.Empty)}");
        yield return new CapacityRow("network of a node", $"{Tenths(network / BitsPerGigabit)} Gbit/s", $"out, and nearly as much in, of {Tenths(request.NetworkPerNode / BitsPerGigabit)}: two ways out at {Figures.Count(request.Size + costs.OverheadBytes)} bytes, the same between nodes for whoever is not at the leader's, and the followers' copies");
        yield return new CapacityRow("log of a node", $"{Figures.Count((long)(log / BytesPerMegabyte))} MB/s", $"durable writes a message: {plan.Writes.ToString("0.##", CultureInfo.InvariantCulture)}, by {request.Replicas} members; once more where a message stays until the log is full");
    }

    public IEnumerable<string> Notes()
    {
        if (plan.Dispatchers is null) yield return $"No number of dispatchers is enough: each hears all heartbeats, and that alone is {Tenths(plan.HeartbeatCoresPerDispatcher)} cores of {Tenths(_usable)}. Divide the load over more --vhosts.";
        if (request.Size != costs.Size) yield return $"Processor time is that of messages of {Figures.Count(costs.Size)} bytes; of {Figures.Count(request.Size)} bytes it is more or less. Measure with bench throughput --size {request.Size}.";
    }

    private CapacityRow Dispatchers()
    {
        var cores = $"{Tenths(plan.Message.DispatcherUs)} µs a message: {Tenths(plan.DispatcherCores)} cores; of each {UsablePart}, less {Tenths(plan.HeartbeatCoresPerDispatcher)} for heartbeats{(request.VirtualHosts == 1 ? string.Empty : $"; at least one in each of {request.VirtualHosts} virtual hosts")}";
        return new CapacityRow("dispatchers", plan.Dispatchers is { } count ? Figures.Count(count) : "no number", cores);
    }

    private static string Tenths(double value) => value.ToString("N1", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture)} ms";
}
