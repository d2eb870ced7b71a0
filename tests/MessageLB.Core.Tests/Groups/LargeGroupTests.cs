using System.Globalization;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>What holds although most destinations of a large group are passed over at a tick.</summary>
public sealed class LargeGroupTests
{
    private const int Count = 300;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly GroupRig _rig = new();

    public LargeGroupTests()
    {
        Beat();
        // Twice around, so that everybody had a turn after the group had become large.
        for (var i = 0; i < 20; i++)
        {
            _rig.Pass(Tick);
            if (i % 10 == 9) Beat();
            _rig.Tick();
        }

        _rig.TakeEvents();
    }

    [Fact]
    public void Tick_SilentForLongerThanTheLease_LosesThemAtThatTick()
    {
        _rig.Pass(GroupRig.Lease);
        _rig.Tick();
        Assert.DoesNotContain(_rig.TakeEvents(), e => e.To == DestinationCondition.Lost);

        _rig.Pass(TimeSpan.FromTicks(1));
        _rig.Tick();

        Assert.Equal(Count, _rig.TakeEvents().Count(e => e.To == DestinationCondition.Lost));
        Assert.Equal(Count, _rig.Updater.Lost(_rig.Now).Count);
    }

    [Fact]
    public void Lost_OneThatWasCalm_IsToBeRescuedBeforeTheNextTick()
    {
        _rig.EndPresence("d7", PresenceEnd.Lost);

        Assert.Equal(["d7"], _rig.Updater.Lost(_rig.Now).Select(lost => lost.State.Name));
    }

    [Fact]
    public void Asks_OneThatWasCalm_IsToldToDrainBeforeTheNextTick()
    {
        _rig.Administer("d7", AdministrativeState.Draining);

        Assert.Equal([("d7", WorkerAsk.Drain)], _rig.Updater.Asks(_rig.Now));
    }

    [Fact]
    public void WantingLook_HandedToOneThatWasCalm_IsWantedWhenItStoodStillForTwoSeconds()
    {
        _rig.Take("d7", 1);
        var waited = TimeSpan.Zero;
        while (!_rig.WantsLook("d7") && waited < TimeSpan.FromSeconds(5))
        {
            _rig.Pass(Tick);
            waited += Tick;
            if (waited.Milliseconds == 0) Beat();
            _rig.Tick();
        }

        Assert.Equal(TimeSpan.FromSeconds(2.1), waited);
    }

    [Fact]
    public void Join_ThousandsAfterTheDispatcherHasLearned_EachStartsSlowlyWhileOthersWork()
    {
        for (var i = Count; i < 2 * Count; i++) _rig.Beat(Name(i));

        Assert.Equal(Count, _rig.Updater.View(_rig.Now).Count(view => view.Ramp == 0.1));
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"d{number}");

    private void Beat()
    {
        for (var i = 0; i < Count; i++) _rig.Beat(Name(i));
    }
}
