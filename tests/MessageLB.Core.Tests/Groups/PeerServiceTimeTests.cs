using MessageLB.Core.Groups;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class PeerServiceTimeTests
{
    private readonly GroupRig _rig = new();

    [Fact]
    public void ServiceSeconds_NothingMeasured_IsUnknown()
    {
        _rig.Beat("new");
        _rig.Tick();

        Assert.Equal(0, State("new").ServiceSeconds);
    }

    [Fact]
    public void ServiceSeconds_NewAmongMeasured_IsThePeersMedianUntilItIsMeasuredItself()
    {
        Measure("a", 10);
        Measure("b", 20);
        Measure("c", 90);
        _rig.Beat("new");
        _rig.Tick();
        var before = State("new").ServiceSeconds;

        _rig.Pass(1);
        _rig.Beat("new", h => h with { Done = 10, BusyMs = 10 * 40 });

        Assert.Equal((0.020, 0.040), (before, State("new").ServiceSeconds));
        Assert.Equal(0.010, State("a").ServiceSeconds);
    }

    private void Measure(string destination, double milliseconds)
    {
        _rig.Beat(destination);
        _rig.Pass(0.1);
        _rig.Beat(destination, h => h with { Done = 10, BusyMs = 10 * milliseconds });
    }

    private DestinationState State(string name) => _rig.State.Snapshot.Eligible.Single(d => d.Name == name);
}
