using MessageLB.Core.Adjustment;
using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>Effective weights of a group, from its heartbeats.</summary>
public sealed class AdjustmentInGroupTests
{
    private static readonly DynamicAdjustmentConfig Every10Seconds = new() { Enabled = true, AdjustmentInterval = TimeSpan.FromSeconds(10) };

    private readonly GroupRig _rig = new(Weighted);
    private readonly Dictionary<string, (long Done, long Failed, double BusyMs)> _counts = [];
    private readonly Dictionary<string, double> _serviceMs = new() { ["a"] = 10, ["b"] = 10, ["c"] = 10, ["d"] = 10 };
    private readonly HashSet<string> _failing = [];

    private static GroupConfig Weighted => new() { Name = GroupRig.Group, Algorithm = RoutingPolicyNames.WeightedRoundRobin, DynamicAdjustment = Every10Seconds };

    [Fact]
    public void Tick_FourTimesSlower_EffectiveWeightIsBetweenAFifthAndAThirdAfterFiveIntervals()
    {
        Work(intervals: 1);
        _serviceMs["a"] = 40;

        Work(intervals: 5);

        Assert.InRange(Effective("a"), 20, 35);
        Assert.Equal([100.0, 100, 100], new[] { Effective("b"), Effective("c"), Effective("d") });
        Assert.Equal((100, Effective("a") / 100), (_rig.View("a").ConfiguredWeight, Math.Round(_rig.View("a").WeightFactor, 4)));
    }

    [Fact]
    public void Tick_BeforeTheIntervalIsOver_NothingMoves()
    {
        _serviceMs["a"] = 40;

        Work(seconds: 9);

        Assert.Equal(100, Effective("a"));
    }

    [Fact]
    public void Tick_ConfiguredWeightOfOne_IsLoweredToo()
    {
        _serviceMs["a"] = 40;

        Work(intervals: 6, weight: 1);

        Assert.InRange(Effective("a"), 0.2, 0.35);
    }

    [Theory]
    [InlineData(RoutingPolicyNames.ResponseTime, false)]
    [InlineData(RoutingPolicyNames.CostAware, false)]
    [InlineData(RoutingPolicyNames.LeastConnections, false)]
    [InlineData(RoutingPolicyNames.RoundRobin, false)]
    [InlineData(RoutingPolicyNames.Random, false)]
    [InlineData(RoutingPolicyNames.Prequal, false)]
    [InlineData(RoutingPolicyNames.First, false)]
    [InlineData(RoutingPolicyNames.WeightedRandom, true)]
    [InlineData(RoutingPolicyNames.WeightedLeastConnections, true)]
    [InlineData(RoutingPolicyNames.PowerOfTwo, true)]
    [InlineData(RoutingPolicyNames.ConsistentHash, true)]
    [InlineData(RoutingPolicyNames.HealthBased, true)]
    [InlineData("of_our_own", true)]
    public void Tick_OtherPolicy_IsAdjustedIfItGoesByWeightsAlone(string algorithm, bool adjusted)
    {
        _rig.Reconfigure(c => c with { Algorithm = algorithm });
        _serviceMs["a"] = 40;

        Work(intervals: 6);

        Assert.Equal(adjusted, Effective("a") < 50);
    }

    [Fact]
    public void Reconfigure_SwitchedOff_ConfiguredWeightsAreBackAtOnce()
    {
        _serviceMs["a"] = 40;
        Work(intervals: 6);

        _rig.Reconfigure(c => c with { DynamicAdjustment = c.DynamicAdjustment with { Enabled = false } });

        Assert.Equal((100, 1), (_rig.Destination("a").Weight, _rig.Destination("a").WeightUnit));
        Assert.Equal(100, _rig.State.Snapshot.Eligible.Single(d => d.Name == "a").Weight);
        Assert.Equal(AdjustmentCause.Off, _rig.Updater.Adjustments(_rig.Now).Recent[0].Cause);
    }

    [Fact]
    public void Reconfigure_SwitchedOn_BeginsToMeasure()
    {
        _rig.Reconfigure(c => c with { DynamicAdjustment = c.DynamicAdjustment with { Enabled = false } });
        _serviceMs["a"] = 40;
        Work(intervals: 3);
        Assert.Equal(100, Effective("a"));

        _rig.Reconfigure(c => c with { DynamicAdjustment = c.DynamicAdjustment with { Enabled = true } });
        Work(intervals: 6);

        Assert.InRange(Effective("a"), 20, 35);
    }

    [Fact]
    public void ResetWeights_Adjusted_ConfiguredWeightsAreBackAndMeasuringGoesOn()
    {
        _serviceMs["a"] = 40;
        Work(intervals: 6);

        Assert.Equal(1, _rig.Updater.ResetWeights("ops wanted it", _rig.Now));

        Assert.Equal(100, Effective("a"));
        Assert.Equal((AdjustmentCause.Reset, 100.0, "ops wanted it"), Latest());
        Assert.Equal(0, _rig.Updater.ResetWeights("again", _rig.Now));
        Work(intervals: 6);
        Assert.InRange(Effective("a"), 20, 35);

        (AdjustmentCause, double, string) Latest() => _rig.Updater.Adjustments(_rig.Now).Recent[0] is var latest ? (latest.Cause, latest.To, latest.Reason) : default;
    }

    [Fact]
    public void Tick_ManyFail_IsLoweredForItsHealth()
    {
        // Nobody is to be ejected meanwhile.
        _rig.Reconfigure(c => c with { HealthChecking = false });
        _failing.Add("a");

        Work(intervals: 5);

        // 60 % of successes, and 90 % wanted.
        Assert.InRange(Effective("a"), 65, 75);
        Assert.Contains(_rig.Updater.Adjustments(_rig.Now).Recent, one => one is { Destination: "a", Cause: AdjustmentCause.Health });
    }

    [Fact]
    public void TakeAdjustments_Twice_TellsEachOnce()
    {
        _serviceMs["a"] = 40;
        Work(intervals: 2);

        Assert.Single(_rig.Updater.TakeAdjustments());
        Assert.Empty(_rig.Updater.TakeAdjustments());
        Assert.Single(_rig.Updater.Adjustments(_rig.Now).Recent);
    }

    [Fact]
    public void Adjustments_VeryMany_KeepsTheLatestTwoHundred()
    {
        var log = new AdjustmentLog();

        for (var i = 0; i < 1000; i++) log.Add(new LoadAdjustment("a", TimeSpan.FromSeconds(i), 1, 1, 1, AdjustmentCause.Reset, 1, 1, 0, 0, 0, ""));

        Assert.Equal((200, 999, 200), (log.Recent().Count, (int)log.Recent()[0].At.TotalSeconds, log.TakeFresh().Count));
        Assert.Equal(1000, log.Count);
    }

    [Fact]
    public void ConsistentHash_Adjusted_KeysStayAtHome()
    {
        _rig.Reconfigure(c => c with { Algorithm = RoutingPolicyNames.ConsistentHash });
        _serviceMs["a"] = 40;

        Work(intervals: 6);

        Assert.Equal((100, 1), (_rig.Destination("a").HomeWeight, _rig.Destination("a").Weight < 5000 ? 1 : 0));
    }

    private double Effective(string destination) => _rig.Destination(destination).EffectiveWeight;

    private void Work(int intervals, int weight = 100) => Work(intervals * 10.0, weight);

    // 20 messages a second each, told once a second.
    private void Work(double seconds, int weight = 100)
    {
        for (var i = 0; i < seconds; i++)
        {
            _rig.Pass(1);
            foreach (var (name, serviceMs) in _serviceMs)
            {
                var (done, failed, busy) = _counts.GetValueOrDefault(name);
                var bad = _failing.Contains(name) ? 8 : 0;
                var counts = _counts[name] = (done + 20 - bad, failed + bad, busy + (20 * serviceMs));
                _rig.Beat(name, h => h with { Done = counts.Done, Failed = counts.Failed, BusyMs = counts.BusyMs, Weight = weight });
            }

            _rig.Tick();
        }
    }
}
