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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public void Tick_MoreThanHalfOfThemGo_IsAShortageAtThatTickWhoeversTurnItIs(int ticksBefore)
    {
        for (var i = 0; i < ticksBefore; i++) _rig.Tick();
        Assert.Null(_rig.Updater.Outlook(_rig.Now).Shortage);

        for (var i = 0; i <= Count / 2; i++) _rig.EndPresence(Name(i), PresenceEnd.Lost);
        _rig.Tick();

        Assert.Equal("49 % is available, less than 50 %", _rig.Updater.Outlook(_rig.Now).Shortage);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Tick_SomeOfTheMissingAreTakenOutOnPurpose_TheShortageEndsAtThatTick(int ticksBefore)
    {
        for (var i = 0; i <= Count / 2; i++) _rig.EndPresence(Name(i), PresenceEnd.Lost);
        for (var i = 0; i <= ticksBefore; i++) _rig.Tick();

        for (var i = 0; i < Count / 4; i++) _rig.Administer(Name(i), AdministrativeState.Maintenance);
        _rig.Tick();

        Assert.Null(_rig.Updater.Outlook(_rig.Now).Shortage);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Join_OneAmongMeasured_IsTakenForTheirMedianWithinASecond(int ticksBefore)
    {
        for (var i = 0; i < Count; i++) _rig.Beat(Name(i), h => h with { Done = 10, BusyMs = 10 * 20 });
        for (var i = 0; i < ticksBefore; i++) _rig.Tick();
        _rig.Pass(TimeSpan.FromSeconds(1));

        _rig.Beat("new");
        _rig.Tick();

        Assert.Equal(0.020, _rig.Destination("new").ServiceSeconds);
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"d{number}");

    private void Beat()
    {
        for (var i = 0; i < Count; i++) _rig.Beat(Name(i));
    }
}
