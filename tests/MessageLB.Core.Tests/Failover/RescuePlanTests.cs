using System.Globalization;
using MessageLB.Core.Failover;
using MessageLB.Core.Tests.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Failover;

public sealed class RescuePlanTests
{
    private readonly GroupRig _rig = new();
    private RescuePlan _plan = new(TimeSpan.Zero);

    [Fact]
    public void Due_SomethingInFlightThere_StartsWithoutALook()
    {
        Lose("a", inFlight: 1);

        Assert.Equal(["Start a"], Steps());
    }

    [Fact]
    public void Due_NothingInFlightThere_LooksFirst()
    {
        Lose("a", inFlight: 0);

        Assert.Equal(["Look a"], Steps());
        Assert.True(_plan.Looked(_rig.Destination("a"), 1, _rig.Now));
        Assert.Equal(["Start a"], Steps());
    }

    [Fact]
    public void Due_LooksFindNothing_BecomesSeldom()
    {
        Lose("a", inFlight: 0);
        var pauses = new List<double>();

        for (var last = _rig.Now; pauses.Count < 7; _rig.Pass(0.1))
        {
            if (Steps() is not [_]) continue;
            pauses.Add(Math.Round((_rig.Now - last).TotalSeconds, 1));
            last = _rig.Now;
            Assert.False(_plan.Looked(_rig.Destination("a"), 0, _rig.Now));
        }

        Assert.Equal([0, 0.5, 1, 2, 4, 8, 10], pauses);
    }

    [Fact]
    public void Due_RescueRuns_HasNothingMoreToDo()
    {
        Lose("a", inFlight: 1);
        _plan.Started(_rig.Destination("a"));

        Assert.Empty(Steps());
    }

    [Fact]
    public void Due_RescueEnded_LooksOnceMore()
    {
        Lose("a", inFlight: 1);
        _plan.Started(_rig.Destination("a"));
        _plan.Ended(_rig.Destination("a"), moved: 1, _rig.Now);

        _rig.Pass(0.499);
        Assert.Empty(Steps());
        _rig.Pass(0.001);
        Assert.Equal(["Look a"], Steps());
    }

    [Fact]
    public void Due_MoreThanMayRun_TheOthersFollowInTheOrderOfLoss()
    {
        for (var i = RescuePlan.MostAtOnce + 1; i >= 0; i--)
        {
            _rig.Beat(Name(i));
            _rig.Take(Name(i), 1);
        }

        for (var i = 0; i < RescuePlan.MostAtOnce + 2; i++)
        {
            _rig.EndPresence(Name(i), PresenceEnd.Lost);
            _rig.Pass(0.001);
        }

        var first = Steps();
        for (var i = 0; i < RescuePlan.MostAtOnce; i++) _plan.Started(_rig.Destination(Name(i)));
        Assert.Empty(Steps());
        Assert.True(_plan.IsCrowded);
        _plan.Ended(_rig.Destination(Name(3)), moved: 1, _rig.Now);

        Assert.Equal(Enumerable.Range(0, RescuePlan.MostAtOnce).Select(i => $"Start {Name(i)}"), first);
        Assert.Equal([$"Start {Name(RescuePlan.MostAtOnce)}"], Steps());
    }

    [Fact]
    public void Due_GroupWaitsForItsDestinations_StartsWhenTheWaitIsOver()
    {
        _plan = new RescuePlan(TimeSpan.FromSeconds(5));
        Lose("a", inFlight: 1);
        _rig.Pass(1);

        Assert.Empty(Steps());
        _rig.Pass(3.999);
        Assert.Empty(Steps());
        _rig.Pass(0.001);
        Assert.Equal(["Start a"], Steps());
    }

    [Fact]
    public void Update_IsBack_IsForgottenAndAtTheNextLossAsNew()
    {
        Lose("a", inFlight: 1);
        _plan.Started(_rig.Destination("a"));
        _rig.Pass(0.3);
        _rig.Beat("a");

        Assert.Empty(Steps());
        Assert.False(_plan.IsLost(_rig.Destination("a")));
        _plan.Ended(_rig.Destination("a"), moved: 0, _rig.Now);
        _rig.EndPresence("a", PresenceEnd.Lost);
        Assert.Equal(["Start a"], Steps());
    }

    private static string Name(int number) => number.ToString("d2", CultureInfo.InvariantCulture);

    private void Lose(string destination, int inFlight)
    {
        _rig.Beat(destination);
        _rig.Take(destination, inFlight);
        _rig.EndPresence(destination, PresenceEnd.Lost);
        _plan.Update(_rig.Updater.Lost(_rig.Now), _rig.Now);
    }

    private List<string> Steps()
    {
        _plan.Update(_rig.Updater.Lost(_rig.Now), _rig.Now);
        return [.. _plan.Due(_rig.Now).Select(step => $"{step.Action} {step.Lost.State.Name}")];
    }
}
