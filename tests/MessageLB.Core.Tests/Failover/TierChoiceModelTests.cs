using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Failover;
using MessageLB.Core.Tests.Generators;
using Xunit;

namespace MessageLB.Core.Tests.Failover;

/// <summary>Random comings and goings of three tiers against the whole history, searched for every look.</summary>
public sealed class TierChoiceModelTests
{
    private const int FailbackAfter = 10;

    private static readonly Gen<(int Seconds, int Available)> AnyLook =
        from seconds in Gen.Choose(0, 6)
        from available in Gen.Frequency((4, Gen.Choose(0, 7)), (6, Gen.Constant(7)), (4, Gen.Constant(6)))
        select (seconds, available);

    [Fact]
    public void Choice_AnyLooks_AgreesWithTheHistory() => RandomCommands.Check(AnyLook, looks =>
    {
        var choice = new TierChoice(TimeSpan.FromSeconds(FailbackAfter));
        var history = new List<(int At, int Available)>();
        var (now, active) = (0, (int?)null);
        foreach (var (seconds, available) in looks)
        {
            now += seconds;
            history.Add((now, available));
            var tiers = Enumerable.Range(0, 3).Where(tier => Has(available, tier)).ToList();
            var before = active;
            if (active is null || !tiers.Contains(active.Value)) active = tiers.Count > 0 ? tiers[0] : null;
            else if (tiers.FindIndex(tier => tier < active && IsStable(history, tier)) is >= 0 and var at) active = tiers[at];

            var change = choice.Look([.. Enumerable.Range(0, 3).Select(tier => new TierFacts(tier, Has(available, tier) ? 1 : 0, 1))], TimeSpan.FromSeconds(now));

            Assert.Equal(active, choice.Active);
            Assert.Equal(active == before ? null : (before, active), change is { } to ? (to.From, to.To) : ((int?, int?)?)null);
            Assert.Equal(active is null, choice.MaySpill);
        }
    });

    private static bool Has(int available, int tier) => (available >> tier & 1) == 1;

    private static bool IsStable(List<(int At, int Available)> history, int tier)
    {
        var lastWithout = history.FindLastIndex(look => !Has(look.Available, tier));
        var began = history[lastWithout + 1].At;
        var firstTime = history.FindIndex(look => Has(look.Available, tier)) == lastWithout + 1;
        return history[^1].At - began >= FailbackAfter || (firstTime && began - history[0].At < FailbackAfter);
    }
}
