using MessageLB.Core.Adjustment;
using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>What was learned before a restart, and what becomes of it.</summary>
public sealed class LearningInGroupTests
{
    private readonly GroupRig _rig = new(new GroupConfig
    {
        Name = GroupRig.Group,
        Algorithm = RoutingPolicyNames.WeightedRoundRobin,
        DynamicAdjustment = new DynamicAdjustmentConfig { Enabled = true, Learning = true, AdjustmentInterval = TimeSpan.FromSeconds(10) },
    });

    private readonly Dictionary<string, (long Done, double BusyMs)> _counts = [];

    [Fact]
    public void Learn_FirstHeartbeat_StartsWithTheLearnedWeightAndTime()
    {
        Learn(factor: 0.25, trust: 1);

        _rig.Beat("a");

        Assert.Equal((25.0, 0.04), (_rig.Destination("a").EffectiveWeight, _rig.Destination("a").ServiceSeconds));
        Assert.Equal((AdjustmentCause.Learned, 100.0, 25.0), _rig.Updater.Adjustments(_rig.Now).Recent[0] is var one ? (one.Cause, one.From, one.To) : default);
        Assert.True(_rig.Updater.Adjustments(_rig.Now).Weights[0].IsLearned);
    }

    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0, 100)]
    public void Learn_LessTrust_IsNearerToTheConfiguredWeight(double trust, double weight)
    {
        Learn(factor: 0.25, trust);

        _rig.Beat("a");

        Assert.Equal(weight, _rig.Destination("a").EffectiveWeight);
    }

    [Fact]
    public void Learn_AnotherConfiguredWeight_KeepsTheEffectiveOne()
    {
        Learn(factor: 0.25, trust: 1);

        _rig.Beat("a", h => h with { Weight = 50 });

        Assert.Equal(25, _rig.Destination("a").EffectiveWeight);
    }

    [Theory]
    [InlineData(1e9, 400)]
    [InlineData(1e-9, 12.5)]
    public void Learn_Nonsense_IsBounded(double factor, double weight)
    {
        Learn(factor, trust: 1);

        _rig.Beat("a");

        Assert.Equal(weight, _rig.Destination("a").EffectiveWeight);
    }

    [Fact]
    public void Learn_Wrong_TheFirstIntervalWithEvidenceOverridesIt()
    {
        Learn(factor: 0.25, trust: 1);

        Work(seconds: 11, "a", "b", "c");

        Assert.Equal(100, _rig.Destination("a").EffectiveWeight, 1.0);
        Assert.False(_rig.Updater.Adjustments(_rig.Now).Weights[0].IsLearned);
    }

    [Fact]
    public void Learn_WrongAndNothingIsMeasured_GoesBackAfterTenIntervals()
    {
        Learn(factor: 0.25, trust: 1);

        _rig.Beat("a");
        Work(seconds: 105, "b", "c");
        Assert.Equal(25, _rig.Destination("a").EffectiveWeight);
        Work(seconds: 80, "b", "c");

        Assert.Equal(100, _rig.Destination("a").EffectiveWeight);
    }

    [Fact]
    public void Learn_HeardOfTooLate_StartsAsConfigured()
    {
        Learn(factor: 0.25, trust: 1);
        _rig.Beat("b");
        _rig.Pass(101);

        _rig.Beat("a");

        Assert.Equal(1, _rig.View("a").WeightFactor);
    }

    [Fact]
    public void Learned_OfAnotherUpdater_IsWhatItStartsWith()
    {
        Learn(factor: 0.25, trust: 1);
        _rig.Beat("a");

        var learned = _rig.Updater.Learned();

        // What was not measured since is not learned again, but for its weight.
        Assert.Equal([new LearnedDestination("a", 100, 0.25, 0)], learned.Destinations);
    }

    [Fact]
    public void Learned_OfOneThatWasNotHeardOfYet_IsWhatWasLearnedBeforeWithItsTrust()
    {
        Learn(factor: 0.25, trust: 0.5);
        _rig.Beat("b");

        Assert.Equal([new LearnedDestination("a", 100, 0.5, 0.04)], _rig.Updater.Learned().Destinations);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(12, 0.5)]
    [InlineData(24, 0)]
    [InlineData(100, 0)]
    [InlineData(-5, 1)]
    public void TrustAt_Age_FallsEvenlyOverADay(int hours, double trust)
    {
        var saved = new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero);

        Assert.Equal(trust, new LearnedState(saved, []).TrustAt(saved.AddHours(hours)));
    }

    private void Learn(double factor, double trust) => _rig.Updater.Learn(new LearnedGroup(GroupRig.Group, [new LearnedDestination("a", 100, factor, 0.04)]), trust);

    private void Work(int seconds, params string[] workers)
    {
        for (var i = 0; i < seconds; i++)
        {
            _rig.Pass(1);
            foreach (var name in workers)
            {
                var (done, busy) = _counts.GetValueOrDefault(name);
                var counts = _counts[name] = (done + 100, busy + 1000);
                _rig.Beat(name, h => h with { Done = counts.Done, BusyMs = counts.BusyMs });
            }

            if (!workers.Contains("a")) _rig.Beat("a");
            _rig.Tick();
        }
    }
}
