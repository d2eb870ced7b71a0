using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Probes;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>What probes do to destinations of a group.</summary>
public sealed class ProbesInGroupTests
{
    private const string Verdict = "its probe tcp: connection refused, 3 times in a row";

    [Fact]
    public void Fall_WhileOthersWork_Fails()
    {
        var rig = Working(ProbeKind.Tcp, "a", "b");

        Fall(rig, "a");

        Assert.Equal((DestinationCondition.Failed, Verdict), rig.Condition("a"));
        Assert.Equal(HealthState.Unhealthy, rig.View("a").Health);
        Assert.Equal(["b"], rig.Eligible);
        Assert.Equal([new GroupEvent(GroupRig.Group, "a", DestinationCondition.Ready, DestinationCondition.Failed, Verdict)], rig.TakeEvents());
        Assert.Equal("a", Assert.Single(rig.Updater.Lost(rig.Now)).State.Name);
    }

    [Fact]
    public void Heartbeats_OfAFallenOne_DoNotBringItBack()
    {
        var rig = Working(ProbeKind.Tcp, "a", "b");
        Fall(rig, "a");

        for (var i = 0; i < 20; i++) Pass(rig, 1, "a", "b");

        Assert.Equal(["b"], rig.Eligible);
    }

    [Fact]
    public void Rise_OfAFallenOne_ReturnsItWithASlowStart()
    {
        var rig = Working(ProbeKind.Tcp, "a", "b");
        Fall(rig, "a");

        Assert.Equal(ProbeChange.None, Probe(rig, "a", ProbeOutcome.Passed));
        Assert.Equal(["b"], rig.Eligible);
        Assert.Equal(ProbeChange.Rose, Probe(rig, "a", ProbeOutcome.Passed));

        Assert.Equal((DestinationCondition.Ready, null), rig.Condition("a"));
        Assert.Equal((0.1, 10), (rig.View("a").Ramp, rig.Destination("a").Weight));
    }

    [Fact]
    public void Fall_OfTheLastThatWorks_LeavesAllAsAReserve()
    {
        var rig = Working(ProbeKind.Tcp, "a", "b");

        Fall(rig, "a");
        Fall(rig, "b");
        rig.Tick();

        Assert.Equal((DestinationCondition.Degraded, $"{Verdict}; needed all the same"), rig.Condition("a"));
        Assert.Equal((DestinationCondition.Degraded, $"{Verdict}; needed all the same"), rig.Condition("b"));
        Assert.Equal(["a", "b"], rig.State.Snapshot.Reserve.Select(d => d.Name));
    }

    [Fact]
    public void Rise_OfOneOfAllFallen_TakesTheOthersOut()
    {
        var rig = Working(ProbeKind.Tcp, "a", "b");
        Fall(rig, "a");
        Fall(rig, "b");
        rig.Tick();

        Probe(rig, "b", ProbeOutcome.Passed);
        Probe(rig, "b", ProbeOutcome.Passed);
        rig.Tick();

        Assert.Equal((DestinationCondition.Failed, DestinationCondition.Ready), (rig.View("a").Condition, rig.View("b").Condition));
    }

    [Fact]
    public void BeginProbes_OnlyWhoIsThereAndWanted_AreProbed()
    {
        var rig = Working(ProbeKind.Tcp, "a", "b", "c", "d", "e");
        rig.EndPresence("a", PresenceEnd.Lost);
        rig.Administer("b", AdministrativeState.Maintenance);
        rig.FailHandOver("c");
        rig.Beat("d", h => h with { State = WorkerState.Draining });

        Assert.Equal(["e"], Due(rig));
    }

    [Fact]
    public void BeginProbes_UnderWay_AreNotBegunAgain()
    {
        var rig = Working(ProbeKind.Tcp, "a", "b");

        Assert.Equal(["a", "b"], Due(rig).Order());
        rig.Pass(60);
        Assert.Empty(Due(rig));
        rig.Probed("b", ProbeOutcome.Passed);
        Assert.Equal(["b"], rig.Updater.BeginProbes(100, rig.Now).Select(d => d.Name));
    }

    [Fact]
    public void BeginProbes_MoreThanMayRun_BeginsThoseThatWaitLongest()
    {
        var health = new HealthMonitoringConfig { FailureThreshold = 100 };
        var rig = new GroupRig(new GroupConfig { Name = GroupRig.Group, HealthMonitoring = health, Probe = new ProbeConfig { Kind = ProbeKind.Tcp, Jitter = 0 } });
        for (var i = 0; i < 5; i++)
        {
            rig.Beat($"d{i}");
            Assert.Equal([$"d{i}"], rig.Updater.BeginProbes(10, rig.Now).Select(d => d.Name));
            rig.Probed($"d{i}", ProbeOutcome.Passed);
            rig.Pass(0.5);
        }

        rig.Pass(5);
        Assert.Equal(["d0", "d1"], rig.Updater.BeginProbes(2, rig.Now).Select(d => d.Name));
        Assert.Equal(["d2", "d3"], rig.Updater.BeginProbes(2, rig.Now).Select(d => d.Name));
        Assert.Empty(rig.Updater.BeginProbes(0, rig.Now));
        Assert.Equal(["d4"], rig.Updater.BeginProbes(2, rig.Now).Select(d => d.Name));
    }

    [Fact]
    public void BeginProbes_ByMessage_LeavesLevel0AndRescuedAlone()
    {
        var rig = new GroupRig(Config(ProbeKind.Message) with { Destinations = [new DestinationConfig { Name = "plain" }] });
        rig.Look("plain", new QueueDepth(0, 1));
        rig.Beat("a");
        rig.Beat("b");
        rig.Updater.OnRescueStarted("b");
        rig.Updater.BeginProbes(10, rig.Now);
        Pass(rig, 2, "a", "b");
        rig.Look("plain", new QueueDepth(0, 1));

        Assert.Equal(DestinationCondition.Ready, rig.View("plain").Condition);
        Assert.Equal(["a"], rig.Updater.BeginProbes(10, rig.Now).Select(d => d.Name));
    }

    [Fact]
    public void BeginProbes_ByMessage_WaitsUntilAHandIsFree()
    {
        var rig = Working(ProbeKind.Message, "a", "b");
        rig.Beat("a", h => h with { InFlight = 4 });
        rig.Beat("b", h => h with { InFlight = 3 });

        Assert.Equal(["b"], Due(rig));
        rig.Beat("a", h => h with { InFlight = 3, Done = 1 });
        Assert.Equal(["a"], Due(rig));
    }

    [Fact]
    public void BeginProbes_ByMessage_WhatWorkersHaveNotFetchedDoesNotMakeThemBusy()
    {
        var rig = Working(ProbeKind.Message, "a");
        rig.Take("a", 4);

        // They lie in its queue, and nobody there gets to them: that is what a canary is to find.
        Assert.Equal(["a"], Due(rig));
    }

    [Fact]
    public void OnProbed_ByMessage_FailureWhileAllHandsAreFullTellsNothing()
    {
        var rig = Working(ProbeKind.Message, "a");
        Assert.Equal(["a"], Due(rig));
        rig.Beat("a", h => h with { InFlight = 4 });

        rig.Probed("a", ProbeOutcome.Failed("by message: no answer within 1 s"));

        Assert.Equal(("it is busy: a canary waits behind its work", 0L, 1L), (rig.View("a").Probe!.Reason, rig.View("a").Probe!.Failed, rig.View("a").Probe!.Uncounted));
    }

    [Fact]
    public void BeginProbes_ByTcp_ProbesTheBusyToo()
    {
        var rig = Working(ProbeKind.Tcp, "a");
        rig.Beat("a", h => h with { InFlight = 4 });

        Assert.Equal(["a"], Due(rig));
    }

    [Fact]
    public void BeginProbes_ByTcp_ProbesLevel0()
    {
        var rig = new GroupRig(Config(ProbeKind.Tcp) with { Destinations = [new DestinationConfig { Name = "plain" }] });
        rig.Look("plain", new QueueDepth(0, 1));

        Assert.Equal(["plain"], Due(rig));
    }

    [Fact]
    public void BeginProbes_GroupWithout_IsEmpty()
    {
        var rig = new GroupRig();
        rig.Beat("a");

        Assert.Empty(Due(rig));
        Assert.Null(rig.View("a").Probe);
    }

    [Fact]
    public void OnProbed_UnknownDestination_DoesNothing() =>
        Assert.Equal((ProbeChange.None, ""), new GroupRig(Config(ProbeKind.Tcp)).Updater.OnProbed("nobody", ProbeOutcome.Passed, TimeSpan.Zero, TimeSpan.Zero, []));

    private static GroupConfig Config(ProbeKind kind) => new() { Name = GroupRig.Group, Probe = new ProbeConfig { Kind = kind } };

    private static GroupRig Working(ProbeKind kind, params string[] destinations)
    {
        var rig = new GroupRig(Config(kind));
        foreach (var destination in destinations) rig.Beat(destination);
        rig.Pass(2);
        foreach (var destination in destinations) rig.Beat(destination);
        rig.TakeEvents();
        return rig;
    }

    private static List<string> Due(GroupRig rig)
    {
        rig.Updater.BeginProbes(100, rig.Now);
        rig.Pass(1.1);
        return [.. rig.Updater.BeginProbes(100, rig.Now).Select(d => d.Name)];
    }

    private static void Fall(GroupRig rig, string destination)
    {
        for (var i = 1; i <= 3; i++) Assert.Equal(i == 3 ? ProbeChange.Fell : ProbeChange.None, Probe(rig, destination, ProbeOutcome.Failed("tcp: connection refused")));
    }

    private static ProbeChange Probe(GroupRig rig, string destination, ProbeOutcome outcome)
    {
        while (!rig.Updater.BeginProbes(100, rig.Now).Select(d => d.Name).Contains(destination)) Pass(rig, 1, [.. rig.Updater.All().Select(d => d.Name)]);
        var change = rig.Probed(destination, outcome);
        foreach (var other in rig.Updater.All().Where(d => d.Name != destination)) rig.Updater.OnProbed(other.Name, ProbeOutcome.Uncounted("not this time"), TimeSpan.Zero, rig.Now, []);
        return change;
    }

    private static void Pass(GroupRig rig, double seconds, params string[] beating)
    {
        rig.Pass(seconds);
        foreach (var destination in beating) rig.Beat(destination);
        rig.Tick();
    }
}
