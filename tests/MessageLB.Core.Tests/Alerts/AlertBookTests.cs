using MessageLB.Core.Alerts;
using Xunit;
using static MessageLB.Core.Tests.Alerts.AlertBookRig;

namespace MessageLB.Core.Tests.Alerts;

public sealed class AlertBookTests
{
    private static readonly AlertObservation A = On(AlertRules.DestinationDown, "orders", "a");
    private static readonly AlertObservation B = On(AlertRules.DestinationDown, "orders", "b");
    private static readonly AlertObservation Broker = On(AlertRules.BrokerUnreachable);

    private readonly AlertBookRig _rig = new();

    [Fact]
    public void Look_ConditionHoldsForItsTime_IsPendingThenFiresOnce()
    {
        Assert.Empty(_rig.Told(0, A));
        Assert.Equal(["Pending DestinationDown/orders/a"], _rig.Active());
        Assert.Empty(_rig.Told(9.9, A));
        Assert.Equal(["Firing DestinationDown/orders a"], _rig.Told(0.1, A));
        Assert.Equal(["Firing DestinationDown/orders/a"], _rig.Active());
        Assert.Empty(_rig.Told(60, A));
    }

    [Fact]
    public void Look_ConditionGoesBeforeItsTime_BeginsAnew()
    {
        _rig.Look(0, A);
        _rig.Look(9);
        Assert.Empty(_rig.Active());

        Assert.Empty(_rig.Told(1, A));
        Assert.Empty(_rig.Told(9, A));
        Assert.Equal(["Firing DestinationDown/orders a"], _rig.Told(1, A));
    }

    [Fact]
    public void Look_TimeOfAllIsLonger_Counts()
    {
        _rig.Timing = _rig.Timing with { For = TimeSpan.FromSeconds(20) };

        _rig.Look(0, A);
        Assert.Empty(_rig.Told(19, A));
        Assert.Equal(["Firing DestinationDown/orders a"], _rig.Told(1, A));
    }

    [Fact]
    public void Look_ConditionEnds_ResolvesAfterItsHysteresisWithBothTimes()
    {
        Fire(A);
        Assert.Empty(_rig.Told(1));
        Assert.Empty(_rig.Told(29.9));
        var notice = Assert.Single(_rig.Look(0.1));

        var alert = Assert.Single(notice.Alerts);
        Assert.Equal((AlertNoticeKind.Resolved, AlertStatus.Resolved), (notice.Kind, alert.Status));
        Assert.Equal((Start, Start + TimeSpan.FromSeconds(10), Start + TimeSpan.FromSeconds(11)), (alert.StartsAt, alert.FiredAt, alert.EndsAt));
        Assert.Empty(_rig.Book.Active());
        Assert.Equal(alert, Assert.Single(_rig.Book.Recent()));
    }

    [Fact]
    public void Look_ConditionComesBackWithinItsHysteresis_NothingHasHappened()
    {
        Fire(A);
        _rig.Look(1);
        Assert.Empty(_rig.Told(29, A));
        Assert.Empty(_rig.Told(1));
        Assert.Equal(["Firing DestinationDown/orders/a"], _rig.Active());

        Assert.Empty(_rig.Told(29));
        Assert.Equal(["Resolved DestinationDown/orders a"], _rig.Told(1));
    }

    [Fact]
    public void Look_PendingEnds_IsNoHistory()
    {
        _rig.Look(0, A);
        _rig.Look(1);

        Assert.Empty(_rig.Book.Recent());
    }

    [Fact]
    public void Look_SeveralOfOneRuleAndGroup_AreToldTogether()
    {
        var other = On(AlertRules.DestinationDown, "bills", "x");
        _rig.Look(0, B, A, other);

        Assert.Equal(["Firing DestinationDown/bills x", "Firing DestinationDown/orders a,b"], _rig.Told(10, B, A, other));
    }

    [Fact]
    public void Look_MoreOfTheSameKindSoonAfter_WaitForTheGroupsInterval()
    {
        var c = On(AlertRules.DestinationDown, "orders", "c");
        _rig.Look(0, A);
        _rig.Look(1, A, B);
        _rig.Look(1, A, B, c);
        Assert.Equal(["Firing DestinationDown/orders a"], _rig.Told(8, A, B, c));
        Assert.Empty(_rig.Told(1, A, B, c));
        Assert.Empty(_rig.Told(8.9, A, B, c));
        Assert.Equal(["Firing DestinationDown/orders b,c"], _rig.Told(0.1, A, B, c));
    }

    [Fact]
    public void Look_OverBeforeAnybodyWasTold_NobodyIsToldOfTheEnd()
    {
        _rig.Timing = _rig.Timing with { GroupInterval = TimeSpan.FromMinutes(10) };
        Fire(A);
        _rig.Look(1, A, B);
        _rig.Look(10, A, B);
        Assert.Empty(_rig.Told(1, A));
        Assert.Empty(_rig.Told(30, A));
        Assert.Equal(["b"], _rig.Book.Recent().Select(alert => alert.Key.Destination));
    }

    [Fact]
    public void Look_StillFiring_IsRepeatedAfterTheInterval()
    {
        _rig.Timing = _rig.Timing with { RepeatInterval = TimeSpan.FromMinutes(5) };
        Fire(A);

        Assert.Empty(_rig.Told(299, A));
        Assert.Equal(["Repeated DestinationDown/orders a"], _rig.Told(1, A));
        Assert.Empty(_rig.Told(299, A));
        Assert.Equal(["Repeated DestinationDown/orders a"], _rig.Told(1, A));
    }

    [Fact]
    public void Look_NoRepeatInterval_IsNeverRepeated()
    {
        _rig.Timing = _rig.Timing with { RepeatInterval = TimeSpan.Zero };
        Fire(A);

        Assert.Empty(_rig.Told(1_000_000, A));
    }

    [Fact]
    public void Look_Silenced_FiresQuietlyAndIsToldWhenTheSilenceEnds()
    {
        _rig.Silences.Add(new Silence { Id = "s1", Group = "orders" });
        Fire(A, isTold: false);
        Assert.Equal("s1", _rig.Book.Active()[0].SilencedBy);

        _rig.Silences.Clear();
        Assert.Equal(["Firing DestinationDown/orders a"], _rig.Told(1, A));
    }

    [Fact]
    public void Look_SilencedFromBeginToEnd_NobodyIsTold()
    {
        _rig.Silences.Add(new Silence { Id = "s1", Group = "orders" });
        Fire(A, isTold: false);
        _rig.Look(1);

        Assert.Empty(_rig.Told(30));
        Assert.False(Assert.Single(_rig.Book.Recent()).WasTold);
    }

    [Fact]
    public void Look_SilencedAfterItWasTold_TheEndIsToldAllTheSame()
    {
        Fire(A);
        _rig.Silences.Add(new Silence { Id = "s1", Group = "orders" });
        _rig.Look(1);

        Assert.Equal(["Resolved DestinationDown/orders a"], _rig.Told(30));
    }

    [Fact]
    public void Look_BrokerIsDown_SilencesItsConsequencesUntilItIsBack()
    {
        _rig.Look(0, Broker, A);
        Assert.Equal(["Firing BrokerUnreachable/ "], _rig.Told(10, Broker, A));
        Assert.Equal(new AlertKey("MessageLBBrokerUnreachable", "", ""), _rig.Book.Active()[1].InhibitedBy);
        _rig.Look(1, A);
        Assert.Empty(_rig.Told(29.9, A));

        Assert.Equal(["Resolved BrokerUnreachable/ ", "Firing DestinationDown/orders a"], _rig.Told(0.1, A));
    }

    [Fact]
    public void Look_CauseIsOnlyPending_ConsequenceWaitsForIt()
    {
        var nobody = On(AlertRules.NoHealthyDestination, "orders");
        _rig.Look(0, A);
        _rig.Look(9, A, nobody);

        Assert.Empty(_rig.Told(1, A, nobody));
        Assert.Equal(["Firing DestinationDown/orders a"], _rig.Told(1, A));
    }

    [Fact]
    public void Look_NobodyIsLeftInAnotherGroup_SilencesNothingHere()
    {
        var nobody = On(AlertRules.NoHealthyDestination, "bills");
        _rig.Look(0, A, nobody);

        Assert.Equal(["Firing DestinationDown/orders a", "Firing NoHealthyDestination/bills "], _rig.Told(10, A, nobody));
    }

    [Fact]
    public void Look_MoreThanMayBe_LeavesOutTheLeastUrgentAndCounts()
    {
        var rig = new AlertBookRig(new AlertBook(mostActive: 2));
        rig.Look(0, A, B, Broker);

        Assert.Equal(["Pending BrokerUnreachable//", "Pending DestinationDown/orders/a"], rig.Active());
        Assert.Equal(1, rig.Book.LeftOut);
    }

    [Fact]
    public void Recent_MoreThanMayBe_AreForgottenTheOldestFirst()
    {
        var rig = new AlertBookRig(new AlertBook(mostRecent: 2)) { Timing = default };
        foreach (var name in (string[])["a", "b", "c"])
        {
            rig.Look(1, On(AlertRules.DestinationFlapping, "orders", name));
            rig.Look(1);
        }

        Assert.Equal(["c", "b"], rig.Book.Recent().Select(alert => alert.Key.Destination));
    }

    [Fact]
    public void Look_FiguresChange_TheLatestAreShown()
    {
        _rig.Look(0, A with { Value = 1 });
        _rig.Look(1, A with { Value = 2, Description = "worse" });

        var alert = Assert.Single(_rig.Book.Active());
        Assert.Equal((2.0, "worse"), (alert.Value, alert.Description));
    }

    [Fact]
    public void Fingerprint_SameKey_IsTheSameEverywhere() =>
        Assert.Equal("c5f986566148532f", A.Key.Fingerprint);

    private void Fire(AlertObservation observation, bool isTold = true)
    {
        _rig.Look(0, observation);
        Assert.Equal(isTold ? 1 : 0, _rig.Look(10, observation).Count);
    }
}
