using MessageLB.Core.Configuration;
using MessageLB.Measurement;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>What a group tells to be judged by, from its heartbeats and books.</summary>
public sealed class SituationInGroupTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void Situation_AfterAMinute_HasSetupAndMeasurements()
    {
        var rig = new GroupRig(new GroupConfig
        {
            Name = GroupRig.Group,
            Algorithm = "weighted_random",
            Window = WindowConfig.Fixed(32),
            Destinations = [new DestinationConfig { Name = "a", Weight = 7, Window = WindowConfig.Concurrency(1) }],
            Sticky = new StickyConfig(),
        });

        for (var second = 1; second <= 60; second++)
        {
            rig.Beat("a", h => h with { Done = (second * 10) - (second / 20), Failed = second / 20, BusyMs = second * 200, LatencyP50Ms = 15, LatencyP99Ms = 60, OldestUnreportedMs = 0 });
            rig.Beat("b", h => h with { Weight = 50, Window = 3 });
            PassSecond(rig);
        }

        var group = rig.Updater.Situation(FiveMinutes, rig.Now);
        // What the first heartbeat says was done before the dispatcher knew of the worker.
        Assert.Equal(("orders", "weighted_random", WindowConfig.Fixed(32), false, 590), (group.Group, group.Policy, group.Window, group.Adjusts, group.Settled));
        Assert.InRange(group.Over.TotalSeconds, 59, 62);
        Assert.Equal(["sticky"], group.NotSimulated);
        Assert.Equal(["a", "b"], group.Destinations.Select(d => d.Name));
        var (a, b) = (group.Destinations[0], group.Destinations[1]);
        Assert.Equal((true, 4, 7, false, WindowConfig.Concurrency(1), 590L, 3L), (a.IsChosen, a.Concurrency, a.Weight, a.IsWeightOfWorker, a.Window!.Value, a.Settled, a.Failed));
        Assert.Equal((11.8, 0.02, 0.015, 0.06), (Math.Round(a.BusySeconds, 6), Math.Round(a.MeanServiceSeconds!.Value, 6), a.ServiceP50Seconds, a.ServiceP99Seconds));
        Assert.Equal((50, true, 3, null, null), (b.Weight, b.IsWeightOfWorker, b.WorkerLimit, b.Window, b.MeanServiceSeconds));
    }

    [Fact]
    public void Situation_WorkerTellsTimes_PercentilesAreThoseOfTheWindow()
    {
        var rig = new GroupRig();
        var (times, done) = (new TimeCounter(), 0);
        for (var second = 1; second <= 60; second++)
        {
            rig.Beat("a", h => h with { Done = done, BusyMs = done * 10, LatencyP50Ms = 15, LatencyP99Ms = 60, Times = times.Read() });
            PassSecond(rig);
            // Two in a hundred take ten times as long.
            for (var i = 0; i < 50; i++) times.Record(TimeSpan.FromMilliseconds(i == 0 ? 100 : 10));
            done += 50;
        }

        var a = rig.Updater.Situation(FiveMinutes, rig.Now).Destinations.Single();
        Assert.Equal(0.01, a.ServiceP50Seconds!.Value, 0.01 * TimeBuckets.RelativeError);
        Assert.Equal(0.1, a.ServiceP99Seconds!.Value, 0.1 * TimeBuckets.RelativeError);
    }

    [Fact]
    public void Situation_MessagesInFlight_AreSummedOverTime()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        PassSecond(rig);
        var before = rig.Updater.Situation(FiveMinutes, rig.Now).Destinations.Single().InFlightSeconds;

        var state = rig.State.Snapshot.Eligible.Single();
        Assert.True(state.Credit.TryTake() && state.Credit.TryTake() && state.Credit.TryTake());
        for (var second = 0; second < 10; second++)
        {
            rig.Beat("a", h => h with { InFlight = 3 });
            PassSecond(rig);
        }

        Assert.Equal(0, before);
        // Three for ten seconds; the last of them may not be noted yet.
        Assert.InRange(rig.Updater.Situation(FiveMinutes, rig.Now).Destinations.Single().InFlightSeconds, 27, 30);
    }

    [Fact]
    public void Situation_OneThatIsLost_IsNotChosenAndSaysWhy()
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.Beat("b");
        PassSecond(rig);

        rig.EndPresence("a", Transport.PresenceEnd.Lost);

        var lost = rig.Updater.Situation(FiveMinutes, rig.Now).Destinations[0];
        Assert.Equal((false, "its connection died (presence token came back)"), (lost.IsChosen, lost.Reason));
    }

    [Fact]
    public void Situation_OtherWindow_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GroupRig().Updater.Situation(TimeSpan.FromMinutes(2), TimeSpan.Zero));

    private static void PassSecond(GroupRig rig)
    {
        for (var tick = 0; tick < 10; tick++)
        {
            rig.Pass(0.1);
            rig.Tick();
        }
    }
}
