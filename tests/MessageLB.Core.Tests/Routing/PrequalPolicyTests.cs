using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class PrequalPolicyTests : RoutingPolicyContract
{
    protected override string PolicyName => RoutingPolicyNames.Prequal;

    [Fact]
    public void Pick_NobodyHot_IsTheFastestWhateverItHasInFlight()
    {
        var group = new[]
        {
            Fleet.Destination(0, service: 0.03, inFlight: 1),
            Fleet.Destination(1, service: 0.01, inFlight: 4),
            Fleet.Destination(2, service: 0.02),
            Fleet.Destination(3, service: 0.04, inFlight: 9),
        };

        Assert.Equal("bbbbb", Fleet.Picker(Create()).Picks(group, 5));
    }

    [Fact]
    public void Pick_FastestIsHot_IsTheFastestOfTheCold()
    {
        var group = new[]
        {
            Fleet.Destination(0, service: 0.01, inFlight: 10),
            Fleet.Destination(1, service: 0.02, inFlight: 9),
            Fleet.Destination(2, service: 0.03, inFlight: 0),
        };

        // Of three the quantile lies 0.68 of the way from the second to the third: 9.68.
        Assert.Equal("bbbbb", Fleet.Picker(Create()).Picks(group, 5));
    }

    [Theory]
    [InlineData(16, 12)]
    [InlineData(11, 8)]
    [InlineData(2, 0)]
    public void Pick_InFlightRises_ThoseAboveTheQuantileAreHot(int count, int lastCold)
    {
        // The more in flight, the faster: whoever is chosen is the busiest of the cold. The quantile is at 0.84 × (count - 1).
        var group = Enumerable.Range(0, count).Select(slot => Fleet.Destination(slot, $"w{slot}", inFlight: slot, service: 0.1 / (slot + 1))).ToArray();

        Assert.Same(group[lastCold], Fleet.Picker(Create()).Pick(Fleet.Snapshot(group)));
    }

    [Fact]
    public void Pick_OldReport_ItsLatencyIsNotKnown()
    {
        var group = new[] { Fleet.Destination(0, service: 0.01), Fleet.Destination(1, service: 0.03), Fleet.Destination(2, service: 0.02) };
        var snapshot = Fleet.Snapshot(group);
        var picker = Fleet.Picker(Create());
        group[0].IsReportOld = true;
        Assert.Equal("ccc", picker.Picks(snapshot, 3));

        group[0].IsReportOld = false;

        Assert.Equal("aaa", picker.Picks(snapshot, 3));
    }

    [Fact]
    public void Pick_NoLatencyKnown_IsTheLeastInFlight()
    {
        int[] inFlight = [3, 1, 2];
        var group = inFlight.Select((n, slot) => Fleet.Destination(slot, inFlight: n, service: 0.01 * n)).ToArray();
        foreach (var destination in group) destination.IsReportOld = true;

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
    public void Pick_MoreThanThePool_EverybodyIsInItWithTheSameChance()
    {
        var group = Enumerable.Range(0, 50).Select(slot => Fleet.Destination(slot, $"w{slot}", service: 0.01)).ToArray();
        var snapshot = Fleet.Snapshot(group);
        var picker = Fleet.Picker(Create(), seed: 7);
        var counts = new int[50];

        for (var i = 0; i < 50_000; i++)
        {
            var picked = picker.Pick(snapshot)!;
            picked.Credit.Return(1);
            counts[picked.Slot]++;
        }

        Statistics.AssertUniform(counts);
    }

    [Fact]
    public void Pick_OneFastAmongMany_IsChosenAsOftenAsItIsInThePool()
    {
        var group = Enumerable.Range(0, 64).Select(slot => Fleet.Destination(slot, $"w{slot}", service: slot == 5 ? 0.001 : 0.01)).ToArray();
        var snapshot = Fleet.Snapshot(group);
        var picker = Fleet.Picker(Create(), seed: 7);

        var fast = Enumerable.Range(0, 20_000).Count(_ =>
        {
            var picked = picker.Pick(snapshot)!;
            picked.Credit.Return(1);
            return picked.Slot == 5;
        });

        // 16 of 64.
        Assert.Equal(0.25, fast / 20_000.0, 0.012);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    public void Pick_AnyPool_IsWhatTheRuleOnSortedFiguresSays(int count)
    {
        var random = new Random(count);
        var picker = Fleet.Picker(Create());
        var group = Enumerable.Range(0, count).Select(slot => Fleet.Destination(slot, $"w{slot}")).ToArray();
        var snapshot = Fleet.Snapshot(group);
        for (var i = 0; i < 2000; i++)
        {
            var changed = group[random.Next(count)];
            changed.Credit.Return(random.Next(8));
            for (var taken = random.Next(8); taken > 0; taken--) changed.Credit.TryTake();
            changed.ServiceSeconds = random.Next(1, 6) * 0.01;
            changed.IsReportOld = random.Next(4) == 0;

            var chosen = picker.Choose(snapshot, "", Fleet.Properties)!;

            Assert.Equal(Best(group), (Latency(group, chosen), chosen.Credit.InFlight));
        }
    }

    private static (double Latency, int InFlight) Best(DestinationState[] group) =>
        group.Select(d => (Latency(group, d), d.Credit.InFlight)).Min();

    private static double Latency(DestinationState[] group, DestinationState destination)
    {
        var sorted = group.Select(d => (double)d.Credit.InFlight).Order().ToArray();
        var position = 0.84 * (sorted.Length - 1);
        var (below, above) = (sorted[(int)position], sorted[Math.Min((int)position + 1, sorted.Length - 1)]);
        var hotAbove = below + ((position - (int)position) * (above - below));
        return destination.Credit.InFlight > hotAbove || destination.IsReportOld ? double.PositiveInfinity : destination.ServiceSeconds;
    }
}
