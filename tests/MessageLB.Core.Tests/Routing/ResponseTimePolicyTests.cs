using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class ResponseTimePolicyTests : RoutingPolicyContract
{
    protected override string PolicyName => RoutingPolicyNames.ResponseTime;

    protected override bool ScoreDecides => true;

    [Fact]
    public void Pick_AllIdle_IsTheFastest()
    {
        var group = new[] { Fleet.Destination(0, service: 0.02), Fleet.Destination(1, service: 0.01), Fleet.Destination(2, service: 0.03) };

        Assert.Equal("bbbbb", Fleet.Picker(Create()).Picks(group, 5));
    }

    [Theory]
    [InlineData(3, "a")] // one hand free: 12.5 ms
    [InlineData(5, "a")] // 10 ms × (6 ÷ 4 + ¼) = 17.5 ms
    [InlineData(6, "*")] // 10 ms × (7 ÷ 4 + ¼) = 20 ms, as long as the idle slow one
    [InlineData(7, "b")] // 22.5 ms
    public void Pick_FastOneQueues_IsWhereItIsDoneFirst(int inFlight, string expected)
    {
        var group = new[] { Fleet.Destination(0, service: 0.010, concurrency: 4, inFlight: inFlight), Fleet.Destination(1, service: 0.020, concurrency: 4) };

        var picks = Fleet.Picker(Create()).Picks(group, 50);

        Assert.Equal(expected == "*" ? "ab" : expected, string.Concat(picks.Distinct().Order()));
    }

    [Fact]
    public void Pick_MoreHands_QueueLess()
    {
        var group = new[]
        {
            Fleet.Destination(0, service: 0.01, concurrency: 2, inFlight: 5), // × 3
            Fleet.Destination(1, service: 0.01, concurrency: 8, inFlight: 15), // × 2
        };

        Assert.Equal("bbbbb", Fleet.Picker(Create()).Picks(group, 5));
    }

    [Theory]
    [InlineData(100, "a")]
    [InlineData(201, "b")]
    public void Pick_Weight_DividesTheExpectation(int weight, string expected)
    {
        var group = new[] { Fleet.Destination(0, service: 0.01, weight: 100), Fleet.Destination(1, service: 0.02, weight: weight) };

        Assert.Equal(new string(expected[0], 5), Fleet.Picker(Create()).Picks(group, 5));
    }

    [Fact]
    public void Pick_NothingKnown_SpreadsByQueueing()
    {
        var group = new[] { Fleet.Destination(0, concurrency: 1, inFlight: 1), Fleet.Destination(1, concurrency: 4, inFlight: 3) };

        Assert.Equal("bbbbb", Fleet.Picker(Create()).Picks(group, 5));
    }

    [Fact]
    public void Pick_Ties_AreBrokenUniformly()
    {
        double[] service = [0.01, 0.02, 0.01, 0.01, 0.01];
        var group = service.Select((s, slot) => Fleet.Destination(slot, service: s)).ToArray();

        var picks = Fleet.Picker(Create(), seed: 7).Picks(group, 10_000);

        Assert.DoesNotContain('b', picks);
        Statistics.AssertUniform([.. "acde".Select(name => picks.Count(p => p == name))]);
    }

    [Fact]
    public void Pick_WeightBecomesZeroBeforeTheSnapshotDoes_IsStillAPick()
    {
        var group = Fleet.Weighted(0, 0);

        Assert.NotNull(Fleet.Picker(Create()).Pick(Fleet.Snapshot(group)));
    }
}
