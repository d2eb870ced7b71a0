using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>How busy the group is, as far as windows follow it.</summary>
public sealed class GroupLoadTests
{
    private readonly GroupRig _rig = new();

    public GroupLoadTests()
    {
        // Without any delay of the loop, so that only the load moves the window: 60 + 8 when idle, 60 + 1 when busy.
        foreach (var name in new[] { "a", "b" })
        {
            _rig.Beat(name, h => h with { Concurrency = 60 });
            for (var i = 1; i <= 400; i++) _rig.Beat(name, h => h with { Concurrency = 60, Done = i, BusyMs = i * 10, OldestUnreportedMs = 0 });
        }
    }

    [Fact]
    public void Tick_Idle_WindowIsWide()
    {
        _rig.Tick();

        Assert.Equal(68, _rig.Credit("a").Limit);
    }

    [Fact]
    public void Tick_AllHandsBusyForSeconds_WindowIsNarrow()
    {
        _rig.Take("a", 60);
        _rig.Take("b", 60);
        TickFor(seconds: 1);
        var first = _rig.Credit("a").Limit; // the first look counts in full
        TickFor(seconds: 30);

        Assert.Equal((61, 61), (first, _rig.Credit("a").Limit));
    }

    [Fact]
    public void Tick_AllHandsBusyWithOthersMessages_WindowIsAsNarrow()
    {
        _rig.Take("a", 20);
        _rig.Take("b", 20);

        for (var i = 0; i < 300; i++)
        {
            _rig.Pass(0.1);
            foreach (var name in new[] { "a", "b" }) _rig.Beat(name, h => h with { Concurrency = 60, Done = 400, BusyMs = 4000, InFlight = 60 });
            _rig.Tick();
        }

        Assert.Equal(61 - 40, _rig.Credit("a").Limit);
    }

    [Fact]
    public void Tick_LoadRises_WindowFollowsOverSeconds()
    {
        _rig.Tick();
        _rig.Take("a", 60);
        _rig.Take("b", 60);
        TickFor(seconds: 3.5); // 1 - e^-0.7 = 50 %: 7.5 × 0.89
        var halfway = _rig.Credit("a").Limit;
        TickFor(seconds: 20);

        Assert.Equal((67, 61), (halfway, _rig.Credit("a").Limit));
    }

    private void TickFor(double seconds)
    {
        for (var i = 0; i < seconds * 10; i++)
        {
            _rig.Pass(0.1);
            foreach (var name in new[] { "a", "b" }) _rig.Beat(name, h => h with { Concurrency = 60, Done = 400, BusyMs = 4000 });
            _rig.Tick();
        }
    }
}
