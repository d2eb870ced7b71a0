using MessageLB.Core.Configuration;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class TierTests
{
    private const string Spare = "spare";

    [Fact]
    public void Tiers_SomebodyInTheFirst_LeavesTheSecondAlone()
    {
        var rig = Working();

        Assert.Equal(["a", "b"], rig.Eligible);
        Assert.Empty(rig.State.Snapshot.Reserve);
        Assert.Equal(0, rig.Updater.Outlook(rig.Now).Tier);
    }

    [Fact]
    public void Tiers_NobodyInTheFirst_HandsOverAtOnceAndBackWhenItHasProvedItself()
    {
        var rig = Working();
        rig.EndPresence("a", PresenceEnd.Lost);
        Assert.Equal(["b"], rig.Eligible);

        rig.EndPresence("b", PresenceEnd.Lost);
        Assert.Equal([Spare], rig.Eligible);
        Assert.Equal((1, "nobody is available in tier 0"), (rig.Updater.Outlook(rig.Now).Tier, rig.Updater.Outlook(rig.Now).TierReason));

        Pass(rig, 1, Spare);
        rig.Beat("a", instance: "i2");
        for (var second = 1; second < 10; second++)
        {
            Pass(rig, 1, Spare);
            rig.Beat("a", instance: "i2");
            Assert.Equal([Spare], rig.Eligible);
        }

        Pass(rig, 1, Spare);
        rig.Beat("a", instance: "i2");
        Assert.Equal(["a"], rig.Eligible);
    }

    [Fact]
    public void Tiers_TheFirstComesBackSlowly_TheSecondTakesWhatItCannot()
    {
        var rig = Working();
        rig.EndPresence("a", PresenceEnd.Lost);
        rig.EndPresence("b", PresenceEnd.Lost);
        Pass(rig, 1, Spare);
        for (var second = 0; second <= 11; second++)
        {
            rig.Beat("a", instance: "i2");
            Pass(rig, 1, Spare);
        }

        Assert.Equal(["a"], rig.Eligible);
        Assert.Equal([Spare], rig.State.Snapshot.Reserve.Select(d => d.Name));
        for (var second = 0; second <= 20; second++)
        {
            rig.Beat("a", instance: "i2");
            Pass(rig, 1, Spare);
        }

        Assert.Equal(["a"], rig.Eligible);
        Assert.Empty(rig.State.Snapshot.Reserve);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tiers_LessThanEnoughOfTheFirst_SpillsOnlyIfAskedFor(bool spill)
    {
        var rig = Working(spill);

        rig.EndPresence("a", PresenceEnd.Lost);

        Assert.Equal(["b"], rig.Eligible);
        Assert.Equal(spill ? [Spare] : [], rig.State.Snapshot.Reserve.Select(d => d.Name));
    }

    [Fact]
    public void Tiers_OnlyTheSecondIsHeardWhileLearning_NobodyGetsAnythingYet()
    {
        var rig = Listed(spill: false);
        rig.Beat(Spare);
        Assert.Empty(rig.Eligible);

        rig.Pass(1);
        rig.Beat("a");
        Assert.Equal(["a"], rig.Eligible);
    }

    [Fact]
    public void Tiers_OnlyTheSecondIsThere_StandsInAfterLearning()
    {
        var rig = Listed(spill: false);
        rig.Beat(Spare);

        Pass(rig, 2, Spare);

        Assert.Equal([Spare], rig.Eligible);
    }

    [Fact]
    public void Shortage_MoreThanHalfIsMissing_IsToldUntilItIsOver()
    {
        var rig = Working();
        rig.EndPresence("a", PresenceEnd.Lost);
        Assert.Null(rig.Updater.Outlook(rig.Now).Shortage);

        rig.EndPresence("b", PresenceEnd.Lost);
        Assert.Equal("33 % is available, less than 50 %", rig.Updater.Outlook(rig.Now).Shortage);

        Pass(rig, 1, Spare);
        rig.Beat("a", instance: "i2");
        Assert.Null(rig.Updater.Outlook(rig.Now).Shortage);
    }

    private static GroupRig Listed(bool spill) => new(new GroupConfig
    {
        Name = GroupRig.Group,
        Spill = spill,
        Destinations = [new DestinationConfig { Name = "a" }, new DestinationConfig { Name = "b" }, new DestinationConfig { Name = Spare, Tier = 1 }],
    });

    private static GroupRig Working(bool spill = false)
    {
        var rig = Listed(spill);
        for (var i = 0; i < 2; i++)
        {
            foreach (var name in (string[])["a", "b", Spare]) rig.Beat(name);
            if (i == 0) rig.Pass(2);
        }

        return rig;
    }

    private static void Pass(GroupRig rig, int seconds, string beating)
    {
        for (var i = 0; i < seconds; i++)
        {
            rig.Pass(1);
            rig.Beat(beating);
            rig.Tick();
        }
    }
}
