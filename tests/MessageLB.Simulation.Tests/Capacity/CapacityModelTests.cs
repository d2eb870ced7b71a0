using Xunit;

namespace MessageLB.Simulation.Tests.Capacity;

public sealed class CapacityModelTests
{
    // Round figures, so that every sum can be done in the head.
    private static readonly CapacityCosts Costs = new()
    {
        PublishUs = 50,
        FillPerSecond = 20_000,
        DrainPerSecond = 20_000,
        FollowerUs = 25,
        Plain = new MessageCosts(150, 100),
        Frames = new MessageCosts(50, 20),
        Hold = new MessageCosts(120, 100),
        HoldFrames = new MessageCosts(40, 30),
        Frame = 10,
        HeartbeatUs = 10,
        HeartbeatDeliveryUs = 5,
        HeartbeatDispatcherUs = 20,
        OverheadBytes = 244,
        HeartbeatBytes = 500,
    };

    // 100 ms of work: heartbeats are due when a completion is 25 ms old.
    private static readonly CapacityRequest Request = new()
    {
        Rate = 100_000,
        Size = 256,
        Replicas = 3,
        CoresPerNode = 10,
        Utilisation = 0.5,
        Work = TimeSpan.FromMilliseconds(100),
        Concurrency = 100,
    };

    [Fact]
    public void Of_Plain_AddsUpQueuesDestinationsAndCores()
    {
        var plan = CapacityModel.Of(Request, Costs);

        Assert.Equal((10_000, 20, 200), (plan.QueuePerSecond, plan.Partitions, plan.Destinations));
        // 500 completions a second each: one after 2 ms, told 25 ms later.
        Assert.Equal(200 / 0.027, plan.Heartbeats, 6);
        Assert.Equal((10, 20, 10), (plan.DispatcherCores, plan.LeaderCores, plan.FollowerCores));
        Assert.Equal(200 / 0.027 * 20e-6, plan.HeartbeatCoresPerDispatcher, 9);
        // 10 cores of 5, less 0.148 each; then 30 cores and what heartbeats take of 5.
        Assert.Equal((3, 7, CapacityLimit.BrokerProcessor), (plan.Dispatchers, plan.BrokerNodes, plan.Limit));
        Assert.Equal(200 / 0.027 * ((3 * 5e-6) + 10e-6), plan.HeartbeatCores!.Value, 9);
    }

    [Fact]
    public void Of_Plain_CountsEveryWayOverTheNetworkAndEveryWrite()
    {
        var plan = CapacityModel.Of(Request, Costs);

        // 500 bytes: two ways out, 4 × 6/7 between nodes, two writes to two followers; and the heartbeats to three dispatchers.
        var bytes = (100_000 * 500 * (2 + (4 * 6 / 7d) + 4)) + (200 / 0.027 * 500 * 3);
        Assert.Equal(bytes * 8 / 7, plan.NetworkPerNode!.Value, 3);
        Assert.Equal(100_000 * 500 * 2 * 3 / 7d, plan.LogPerNode!.Value, 3);
        Assert.Equal(2, plan.Writes);
    }

    [Fact]
    public void Of_Hold_WritesOnce()
    {
        var plan = CapacityModel.Of(Request with { Shape = CapacityShape.Hold }, Costs);

        Assert.Equal((1, 17, 5), (plan.Writes, plan.LeaderCores, plan.FollowerCores));
    }

    [Theory]
    [InlineData(CapacityShape.Frames, null, 10, 2, 5.5)] // as measured; followers write 1.1 times
    [InlineData(CapacityShape.Frames, 1.0, 20, 10, 10)] // a frame of one message costs what a message costs
    [InlineData(CapacityShape.HoldFrames, null, 9, 3, 5)]
    public void Of_Frames_CostsByTheMeanSize(CapacityShape shape, double? frame, double leader, double dispatcher, double follower)
    {
        var plan = CapacityModel.Of(Request with { Shape = shape, Frame = frame }, Costs);

        Assert.Equal(leader, plan.LeaderCores, 9);
        Assert.Equal(dispatcher, plan.DispatcherCores, 9);
        Assert.Equal(follower, plan.FollowerCores, 9);
    }

    [Fact]
    public void Of_WorkThatNeedsFewDestinations_HasEnoughForTheirQueues()
    {
        var plan = CapacityModel.Of(Request with { Work = TimeSpan.FromMilliseconds(1), Concurrency = 1000 }, Costs);

        Assert.Equal((true, 20), (plan.DestinationsForQueues, plan.Destinations));
    }

    [Fact]
    public void Of_MoreHeartbeatsThanADispatcherHears_SaysThatNoNumberIsEnough()
    {
        var plan = CapacityModel.Of(Request, Costs with { HeartbeatDispatcherUs = 1_000 });

        Assert.Equal((null, null, CapacityLimit.Heartbeats), (plan.Dispatchers, plan.BrokerNodes, plan.Limit));
        Assert.Null(plan.HeartbeatCores);
        Assert.Null(plan.NetworkPerNode);
    }

    [Fact]
    public void Of_SeveralVirtualHosts_EachDispatcherHearsItsOwn()
    {
        var plan = CapacityModel.Of(Request with { VirtualHosts = 4 }, Costs with { HeartbeatDispatcherUs = 1_000 });

        // 1.85 of 5 cores for heartbeats in each, so one dispatcher carries its quarter of 10 cores.
        Assert.Equal(50 / 0.027 * 1e-3, plan.HeartbeatCoresPerDispatcher, 9);
        Assert.Equal((4, CapacityLimit.BrokerProcessor), (plan.Dispatchers, plan.Limit));
    }

    [Fact]
    public void Of_MoreVirtualHostsThanNeeded_HasAtLeastOneOfEachThingInEach()
    {
        var plan = CapacityModel.Of(Request with { Rate = 10, VirtualHosts = 8 }, Costs);

        Assert.Equal((8, 8, 8), (plan.Partitions, plan.Destinations, plan.Dispatchers));
    }

    [Fact]
    public void Of_NextToNothing_IsLimitedByTheReplicas()
    {
        var plan = CapacityModel.Of(Request with { Rate = 10 }, Costs);

        Assert.Equal((3, CapacityLimit.Replicas), (plan.BrokerNodes, plan.Limit));
    }

    [Fact]
    public void Of_LargeMessages_AreLimitedByTheNetwork()
    {
        var plan = CapacityModel.Of(Request with { Size = 1_000_000 - 244, NetworkPerNode = 80e9 }, Costs);

        // 100 GB/s × 10, on nodes that carry 5 GB/s each.
        Assert.Equal((201, CapacityLimit.BrokerNetwork), (plan.BrokerNodes, plan.Limit));
    }

    [Fact]
    public void Of_HeartbeatsThatCostMoreThanMessages_NamesThem()
    {
        var plan = CapacityModel.Of(Request, Costs with { HeartbeatUs = 10_000 });

        Assert.Equal(CapacityLimit.Heartbeats, plan.Limit);
    }
}
