namespace MessageLB.Simulation;

/// <summary>
/// How many ingress queues, dispatchers and broker nodes carry a load, from what one message was measured to cost. Sums and quotients only, no queueing:
/// the utilisation stands for what variation needs. What is left out stands in <c>docs/operations/scaling.md</c>. Pure.
/// </summary>
public static class CapacityModel
{
    private const double MicrosecondsPerSecond = 1e6;
    private const double BitsPerByte = 8;

    // Publisher to broker, broker to dispatcher, and the same once more to the worker: two in, two out.
    private const int WaysIn = 2;

    /// <summary>The plan for a load.</summary>
    public static CapacityPlan Of(CapacityRequest request, CapacityCosts costs)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(costs);
        var message = costs.Of(request.Shape, request.Frame);
        var frame = FrameOf(request, costs);
        var isHold = request.Shape is CapacityShape.Hold or CapacityShape.HoldFrames;
        // A message is in the queue while it is taken and while it is given, so the times that both take add up.
        var queue = 1 / ((1 / costs.FillPerSecond) + (1 / costs.DrainPerSecond));
        var partitions = Math.Max(request.VirtualHosts, Whole(request.Rate / (queue * request.Utilisation)));
        var forWork = Whole(request.Rate * request.Work.TotalSeconds / (request.Concurrency * request.Utilisation));
        var forQueues = Whole(request.Rate / (frame * queue * request.Utilisation));
        var destinations = Math.Max(request.VirtualHosts, Math.Max(forWork, forQueues));
        var heartbeats = destinations * HeartbeatRate.Of(request.Rate / destinations, request.Work);

        var usable = request.CoresPerNode * request.Utilisation;
        var dispatcherCores = Cores(request.Rate, message.DispatcherUs);
        var heard = Cores(heartbeats, costs.HeartbeatDispatcherUs) / request.VirtualHosts;
        int? inEach = heard < usable ? Whole(dispatcherCores / request.VirtualHosts / (usable - heard)) : null;

        // In hold mode the second queue is not replicated, and in frames its entries are frames.
        var writes = 1 + (isHold ? 0 : 1 / frame);
        var leader = Cores(request.Rate, costs.PublishUs + message.BrokerUs);
        var follower = Cores(request.Rate, costs.FollowerUs * writes) * (request.Replicas - 1);
        var control = inEach * Cores(heartbeats, costs.HeartbeatDeliveryUs) + Cores(heartbeats, costs.HeartbeatUs);

        var bytes = (double)(request.Size + costs.OverheadBytes);
        var stored = (isHold ? 1 : 2) * bytes * request.Rate;
        var clients = WaysIn * bytes * request.Rate;
        // Whoever is connected to another node than the queue's leader has each of the four ways go from node to node once more.
        double Out(double nodes) => clients + (2 * clients * (1 - (1 / nodes))) + (stored * (request.Replicas - 1)) + (heartbeats * costs.HeartbeatBytes * (inEach ?? 1));

        var byProcessor = Whole((leader + follower + (control ?? 0)) / usable);
        var byNetwork = Whole(Out(double.PositiveInfinity) * BitsPerByte / (request.NetworkPerNode * request.Utilisation));
        int? nodes = inEach is null ? null : Math.Max(request.Replicas, Math.Max(byProcessor, byNetwork));
        return new CapacityPlan
        {
            Message = message,
            QueuePerSecond = queue,
            Partitions = partitions,
            Destinations = destinations,
            DestinationsForQueues = forQueues > forWork,
            Heartbeats = heartbeats,
            Dispatchers = inEach * request.VirtualHosts,
            DispatcherCores = dispatcherCores,
            HeartbeatCoresPerDispatcher = heard,
            Writes = writes,
            LeaderCores = leader,
            FollowerCores = follower,
            HeartbeatCores = control,
            BrokerNodes = nodes,
            NetworkPerNode = nodes is { } n ? Out(n) * BitsPerByte / n : null,
            LogPerNode = nodes is { } m ? stored * request.Replicas / m : null,
            Limit = control is not { } used || (used > leader + follower && byProcessor > Math.Max(request.Replicas, byNetwork))
                ? CapacityLimit.Heartbeats
                : LimitOf(request.Replicas, byProcessor, byNetwork),
        };
    }

    private static CapacityLimit LimitOf(int replicas, int byProcessor, int byNetwork)
    {
        if (Math.Max(byProcessor, byNetwork) <= replicas) return CapacityLimit.Replicas;
        return byProcessor >= byNetwork ? CapacityLimit.BrokerProcessor : CapacityLimit.BrokerNetwork;
    }

    private static double FrameOf(CapacityRequest request, CapacityCosts costs) =>
        request.Shape is CapacityShape.Frames or CapacityShape.HoldFrames ? request.Frame ?? costs.Frame : 1;

    private static double Cores(double perSecond, double microseconds) => perSecond * microseconds / MicrosecondsPerSecond;

    private static int Whole(double amount) => Math.Max(1, (int)Math.Ceiling(amount));
}
