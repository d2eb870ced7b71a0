using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Adjustment;
using Xunit;

namespace MessageLB.Core.Tests.Adjustment;

public sealed class AdjustmentRoundTests
{
    private static readonly AdjustmentRules Rules = new(PerformanceThreshold: 0.8, HealthThreshold: 0.9);

    [Fact]
    public void Run_FourTimesSlower_GoesHalfOfTheWayEachTime()
    {
        var group = new Group(4);
        group.Seconds[0] = 0.04;

        var steps = Enumerable.Range(0, 5).Select(_ => group.Run()[0]).ToArray();

        // 4^(-1/2), 4^(-3/4), …
        Assert.Equal([0.5, 0.353553, 0.297302, 0.272627, 0.261068], steps.Select(f => Math.Round(f, 6)));
        Assert.Equal([1.0, 1, 1], group.Factors[1..]);
    }

    [Fact]
    public void Run_Adjusted_SaysFromToAndWhy()
    {
        var group = new Group(4);
        group.Seconds[0] = 0.04;

        group.Run();

        var adjustment = Assert.Single(group.Adjustments);
        Assert.Equal(("0", TimeSpan.FromSeconds(7), 100, 100.0, 50.0), (adjustment.Destination, adjustment.At, adjustment.Configured, adjustment.From, Math.Round(adjustment.To, 9)));
        Assert.Equal((AdjustmentCause.Performance, 0.25, 1.0, 0.04, 4, 10_000), (adjustment.Cause, Math.Round(adjustment.Relative, 9), adjustment.Health, adjustment.ServiceSeconds, adjustment.Concurrency, adjustment.Messages));
        Assert.Equal("for its weight it can do 0.25 of what the middle of 4 can: 100/s (4 at a time, 40 ms each, 10000 messages)", adjustment.Reason);
    }

    [Theory]
    [InlineData(0.0124, 1)]
    [InlineData(0.0081, 1)]
    [InlineData(0.0126, 0.890871)]
    [InlineData(0.0079, 1.125088)]
    public void Run_WithinThePerformanceThreshold_StaysAsConfigured(double seconds, double factor)
    {
        var group = new Group(4);
        group.Seconds[0] = seconds;

        Assert.Equal(factor, group.Run()[0], 1e-6);
    }

    [Fact]
    public void Run_QuickAgain_GoesAllTheWayBackToOne()
    {
        var group = new Group(4);
        group.Seconds[0] = 0.04;
        for (var i = 0; i < 10; i++) group.Run();
        group.Seconds[0] = 0.01;

        for (var i = 0; i < 10; i++) group.Run();

        Assert.Equal([1.0, 1, 1, 1], group.Factors);
    }

    [Theory]
    [InlineData(100, 0.125)]
    [InlineData(0.001, 4)]
    public void Run_FarFromTheOthers_StopsAtTheBounds(double seconds, double bound)
    {
        var group = new Group(4);
        group.Seconds[0] = seconds;

        for (var i = 0; i < 20; i++) group.Run();

        Assert.Equal(bound, group.Factors[0], bound * AdjustmentRules.Rest);
    }

    [Fact]
    public void Run_ConfiguredWeightsSayWhatIsMeasured_NothingMoves()
    {
        var group = new Group(3) { Weights = [100, 200, 50] };
        group.Seconds = [0.01, 0.005, 0.02];

        Assert.Equal([1.0, 1, 1], group.Run());
    }

    [Fact]
    public void Run_IllHealth_LowersInProportionHoweverQuick()
    {
        var group = new Group(4);
        group.Health[0] = 0.45;

        group.Run();

        Assert.Equal(AdjustmentCause.Health, group.Adjustments[0].Cause);
        Assert.StartsWith("its health score was 0.45; ", group.Adjustments[0].Reason, StringComparison.Ordinal);
        for (var i = 0; i < 20; i++) group.Run();
        Assert.Equal(0.5, group.Factors[0], 0.5 * AdjustmentRules.Rest);
    }

    [Theory]
    [InlineData(0.9, 1)]
    [InlineData(0.8, 0.942809)]
    public void Run_HealthAboveItsThreshold_IsNotHeldAgainstIt(double health, double factor)
    {
        var group = new Group(4);
        group.Health[0] = health;

        Assert.Equal(factor, group.Run()[0], 1e-6);
    }

    [Fact]
    public void Run_ThresholdsOfZero_NothingMoves()
    {
        var group = new Group(4) { Rules = new AdjustmentRules(0, 0) };
        (group.Seconds[0], group.Health[0]) = (1, 0.1);

        Assert.Equal([1.0, 1, 1, 1], group.Run());
    }

    [Fact]
    public void Run_TooFewMessages_NothingMovesAndNobodyIsComparedWithIt()
    {
        var group = new Group(4);
        group.Seconds = [0.04, 0.01, 0.01, 0.01];
        group.Messages[0] = AdjustmentRules.LeastMessages - 1;

        Assert.Equal([1.0, 1, 1, 1], group.Run());
    }

    [Fact]
    public void Run_OnlyOneWithMessages_IsComparedWithNobody()
    {
        var group = new Group(2);
        group.Seconds = [0.04, 0.01];
        group.Messages[1] = 0;

        Assert.Equal([1.0, 1], group.Run());
    }

    [Fact]
    public void Run_FewMessages_OverlooksWhatMayBeChance()
    {
        var group = new Group(4);
        (group.Seconds[0], group.Messages[0]) = (0.015, 20);

        // Two standard deviations of a mean of 20 are 45 %.
        Assert.Equal(1, group.Run()[0]);
        group.Messages[0] = 200;
        Assert.Equal(1 / Math.Sqrt(1.5), group.Run()[0], 1e-6);
    }

    [Fact]
    public void Run_SilentForLong_GoesBackToTheConfiguredWeightAndNotBeyond()
    {
        var group = new Group(4);
        group.Seconds[0] = 0.04;
        for (var i = 0; i < 10; i++) group.Run();
        var lowered = group.Factors[0];
        group.Messages[0] = 0;

        for (var i = 0; i < AdjustmentRules.MostSilentIntervals; i++) Assert.Equal(lowered, group.Run()[0]);
        var back = Enumerable.Range(0, 10).Select(_ => group.Run()[0]).ToArray();

        Assert.Equal(back.Order(), back);
        Assert.Equal(Math.Sqrt(lowered), back[0], 1e-12);
        Assert.Equal(1, back[^1]);
    }

    [Fact]
    public void Run_WorkerClaimsAHundredTimesItsSpeedAndItsHandsAreFull_IsTakenForWhatIsSeen()
    {
        var group = new Group(4);
        group.Seconds[0] = 0.0001;
        group.HandSeconds[0] = 0.01 * 10_000;

        Assert.Equal([1.0, 1, 1, 1], group.Run());
    }

    [Fact]
    public void Run_SlowWorkerThatClaimsToBeQuick_IsLoweredAllTheSame()
    {
        var group = new Group(4);
        group.Seconds[0] = 0.0001;
        group.HandSeconds[0] = 0.04 * 10_000;

        Assert.Equal(0.5, group.Run()[0], 1e-9);
        Assert.Equal(AdjustmentCause.Doubt, group.Adjustments[0].Cause);
        Assert.EndsWith("; its worker says 0.1 ms, which what is in flight there speaks against", group.Adjustments[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OneReportsNonsense_TheOthersStayWhereTheyAre()
    {
        var group = new Group(5);
        group.Seconds[0] = 1e-9;

        for (var i = 0; i < 20; i++) group.Run();

        Assert.Equal([1.0, 1, 1, 1], group.Factors[1..]);
    }

    [Fact]
    public void Run_AnyFigures_StaysWithinTheBounds() => ForAnyRows(group =>
    {
        for (var i = 0; i < 30; i++) group.Run();
        return group.Factors.All(f => f is >= AdjustmentRules.LeastFactor * 0.999999 and <= AdjustmentRules.MostFactor * 1.000001);
    });

    [Fact]
    public void Run_AllTimesScaledAlike_IsTheSame() => ForAnyRows(group =>
    {
        var scaled = group.Copy();
        scaled.Seconds = [.. scaled.Seconds.Select(s => s * 8)];
        for (var i = 0; i < 5; i++)
        {
            group.Run();
            scaled.Run();
        }

        return group.Factors.Zip(scaled.Factors).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
    });

    [Fact]
    public void Run_OtherOrder_IsTheSame() => ForAnyRows(group =>
    {
        var turned = group.Copy();
        turned.IsReversed = true;
        for (var i = 0; i < 5; i++)
        {
            group.Run();
            turned.Run();
        }

        return group.Factors.Zip(turned.Factors).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
    });

    [Fact]
    public void Run_EqualOnes_StayEqual() => ForAnyRows(group =>
    {
        group.Seconds = [.. group.Seconds.Select(_ => group.Seconds[0])];
        group.Health = [.. group.Health.Select(_ => 1.0)];
        for (var i = 0; i < 5; i++) group.Run();
        return group.Factors.All(f => f == 1);
    });

    [Fact]
    public void Run_IdleAsConfigured_DoesNotDrift() => ForAnyRows(group =>
    {
        group.Messages[0] = 0;
        for (var i = 0; i < 30; i++) group.Run();
        return group.Factors[0] == 1;
    });

    [Fact]
    public void Run_SteadyFigures_EverybodyRestsAtTheTargetWithinTwentyIntervals() => ForAnyRows(group =>
    {
        group.Messages = [.. group.Messages.Select(_ => 10_000.0)];
        for (var i = 0; i < 20; i++) group.Run();
        var factors = group.Factors;
        group.Run();
        return factors.SequenceEqual(group.Factors);
    });

    private static void ForAnyRows(Func<Group, bool> holds)
    {
        var row =
            from exponent in Gen.Choose(-400, 400)
            from messages in Gen.Choose(0, 2000)
            from health in Gen.Choose(0, 100)
            select (Seconds: 0.01 * Math.Pow(10, exponent / 100.0), Messages: (double)messages, Health: health / 100.0);
        var rows = row.NonEmptyListOf().Where(r => r.Count <= 40).ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(rows, r => holds(new Group(r.Count)
        {
            Seconds = [.. r.Select(one => one.Seconds)],
            Messages = [.. r.Select(one => one.Messages)],
            Health = [.. r.Select(one => one.Health)],
        })));
    }

    /// <summary>Destinations that show the same at each interval: 10 ms and 10,000 messages if the test says nothing else.</summary>
    private sealed class Group(int count)
    {
        private readonly WeightFactor[] _factors = [.. Enumerable.Range(0, count).Select(_ => new WeightFactor())];

        public AdjustmentRules Rules { get; init; } = AdjustmentRoundTests.Rules;

        public int[] Weights { get; init; } = [.. Enumerable.Repeat(100, count)];

        public double[] Seconds { get; set; } = [.. Enumerable.Repeat(0.01, count)];

        public double[] Messages { get; set; } = [.. Enumerable.Repeat(10_000.0, count)];

        public double[] Health { get; set; } = [.. Enumerable.Repeat(1.0, count)];

        public double[] HandSeconds { get; } = new double[count];

        public bool IsReversed { get; set; }

        public double[] Factors => [.. _factors.Select(f => f.Value)];

        public List<LoadAdjustment> Adjustments { get; private set; } = [];

        public double[] Run()
        {
            var subjects = _factors.Select((factor, i) => new AdjustmentSubject(
                i.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Weights[i],
                new Evidence(Messages[i], Messages[i] * Seconds[i], HandSeconds[i], 0, 4, Health[i]),
                factor));
            Adjustments = AdjustmentRound.Run([.. IsReversed ? subjects.Reverse() : subjects], Rules, TimeSpan.FromSeconds(7));
            return Factors;
        }

        public Group Copy() => new(Factors.Length) { Seconds = [.. Seconds], Messages = [.. Messages], Health = [.. Health] };
    }
}
