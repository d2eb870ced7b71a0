using MessageLB.Core.Configuration;
using MessageLB.Core.Health;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class OutlierSweepTests
{
    private static readonly EjectionConfig Slow = new() { SlowFactor = 3 };

    [Fact]
    public void Look_OneFailsMore_IsItWithTheFigures()
    {
        // Mean 0.9, deviation 0.2.
        Assert.Equal([new Outlier(2, "success 40.0 %, mean of 6 destinations 90.0 %, least 47.5 %")], Look(Shares(1, 1, 0.4, 1, 1, 1)));
    }

    [Fact]
    public void Look_FewerThanFiveWithAHundredResults_IsNobody()
    {
        var facts = Shares(0, 1, 1, 1, 1);
        facts[4] = facts[4] with { Results = 99 };
        Assert.Empty(Look(facts));

        facts[4] = facts[4] with { Results = 100 };

        Assert.Equal([0], Look(facts).Select(outlier => outlier.Index));
    }

    [Fact]
    public void Look_FewResultsOfItsOwn_IsNotCompared()
    {
        var facts = Shares(1, 1, 1, 1, 1, 0);
        facts[5] = facts[5] with { Results = 99 };

        Assert.Empty(Look(facts));
    }

    [Fact]
    public void Look_NearlyPerfectGroup_DoesNotBlameOneFailureInAThousand()
    {
        Assert.Empty(Look(Shares(1, 1, 1, 1, 0.999, 1, 1, 1)));
        Assert.Empty(Look(Shares(1, 1, 1, 1, 0.945, 1, 1, 1, 1, 1)));
        Assert.Equal([4], Look(Shares(1, 1, 1, 1, 0.944, 1, 1, 1, 1, 1)).Select(outlier => outlier.Index));
    }

    [Fact]
    public void Look_AllFailAlike_IsNobody() => Assert.Empty(Look(Shares(0.1, 0.1, 0.1, 0.1, 0.1, 0.1)));

    [Fact]
    public void Look_MoreThanThereIsRoomFor_IsTheWorst()
    {
        var facts = Shares(0.2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.1, 1, 1, 1, 1, 1, 1, 0.3);

        Assert.Equal([12, 0, 19], Look(facts, 3).Select(outlier => outlier.Index));
        Assert.Equal([12, 0], Look(facts, 2).Select(outlier => outlier.Index));
        Assert.Empty(Look(facts, 0));
    }

    [Fact]
    public void Look_NotEnabledOrNoDeviations_IsNobody()
    {
        var facts = Shares(0, 1, 1, 1, 1);

        Assert.Empty(new OutlierSweep(new EjectionConfig { Enabled = false }).Look(facts, 5));
        Assert.Empty(new OutlierSweep(new EjectionConfig { Deviations = 0 }).Look(facts, 5));
    }

    [Fact]
    public void Look_OneIsSlow_IsItWithTheFigures()
    {
        var facts = Times(0.02, 0.01, 0.0601, 0.02, 0.03);

        Assert.Equal([new Outlier(2, "60.1 ms a message, more than 3 times the 20 ms of the others")], new OutlierSweep(Slow).Look(facts, 5));
        Assert.Empty(Look(facts));
    }

    [Fact]
    public void Look_JustAtTheFactor_IsNobody() => Assert.Empty(new OutlierSweep(Slow).Look(Times(0.02, 0.01, 0.06, 0.02, 0.03), 5));

    [Fact]
    public void Look_TooFewTimes_IsNobody() => Assert.Empty(new OutlierSweep(Slow).Look(Times(0.02, 0.02, 0.2, 0.02, 0), 5));

    [Fact]
    public void Look_SlowAndFailing_PutsFailingFirstAndNamesEachOnce()
    {
        var facts = Times(1, 0.01, 0.01, 0.01, 2, 0.01, 0.01);
        facts[0] = facts[0] with { SuccessShare = 0.5 };

        Assert.Equal([0, 4], new OutlierSweep(Slow).Look(facts, 5).Select(outlier => outlier.Index));
        Assert.Equal("success 50.0 %, mean of 7 destinations 92.9 %, least 59.6 %", new OutlierSweep(Slow).Look(facts, 1)[0].Reason);
    }

    [Fact]
    public void Look_RandomTimes_AgreesWithMediansOfTheOthers()
    {
        var random = new Random(7);
        var sweep = new OutlierSweep(Slow with { SlowFactor = 1.2 });
        for (var round = 0; round < 500; round++)
        {
            var facts = Times([.. Enumerable.Range(0, random.Next(5, 12)).Select(_ => random.Next(1, 9) / 1000.0)]);
            var expected = Enumerable.Range(0, facts.Length).Where(i =>
            {
                var others = facts.Where((_, j) => j != i).Select(fact => fact.ServiceSeconds).Order().ToList();
                return facts[i].ServiceSeconds > 1.2 * others[others.Count / 2];
            });

            Assert.Equal(expected, sweep.Look(facts, 100).Select(outlier => outlier.Index).Order());
        }
    }

    private static IReadOnlyList<Outlier> Look(OutlierFacts[] facts, int room = 5) => new OutlierSweep(new EjectionConfig()).Look(facts, room);

    private static OutlierFacts[] Shares(params double[] shares) => [.. shares.Select(share => new OutlierFacts(share, 100, 0.01))];

    private static OutlierFacts[] Times(params double[] seconds) => [.. seconds.Select(time => new OutlierFacts(1, 1000, time))];
}
