using MessageLB.Core.Groups;
using MessageLB.Core.Ordering;
using MessageLB.Core.Tests.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Ordering;

/// <summary>Turns, moves and what ends a message's being in flight. All messages here are of slot 0.</summary>
public sealed class OrderBookTests
{
    private readonly OrderBook _book = new(1);
    private readonly DestinationState _a = Fleet.Destination(0);
    private readonly DestinationState _b = Fleet.Destination(1);
    private GroupSnapshot _group;

    public OrderBookTests()
    {
        _group = Fleet.Snapshot(_a);
        Learn(_book);
    }

    [Fact]
    public void Next_NothingWasLearned_GivesNoTurn() => Assert.Null(new OrderBook(1).Next(0, _group));

    [Fact]
    public void Next_NotConfirmedYet_Waits()
    {
        Send("1");

        Assert.Null(_book.Next(0, _group));
        _book.Confirmed(0);
        Assert.Same(_a, _book.Next(0, _group));
    }

    [Fact]
    public void Next_TurnWasGivenUp_IsGivenAgain()
    {
        Assert.Same(_a, _book.Next(0, _group));
        Assert.Null(_book.Next(0, _group));

        _book.NotTaken(0);

        Assert.Same(_a, _book.Next(0, _group));
    }

    [Fact]
    public void Next_HandOverFailed_MayBeTriedAgainAndNothingIsInFlight()
    {
        Send("1");

        _book.NotTaken(0);

        Assert.Same(_a, _book.Next(0, _group));
        Assert.False(_book.HasSomeAt(_a));
    }

    [Fact]
    public void Next_OwnerDrainsWithMessagesInFlight_WaitsUntilTheirResult()
    {
        SendConfirmed("1");
        _group = Fleet.Snapshot(_b);

        Assert.Null(_book.Next(0, _group));
        Assert.True(_book.Completed("a", "1", 1));
        Assert.Same(_b, _book.Next(0, _group));
    }

    [Fact]
    public void Next_SomebodyJoins_SlotMovesOnlyWhenEmpty()
    {
        var (own, other) = OwnAndOther();
        _group = Fleet.Snapshot(other);
        SendConfirmed("1");
        _group = Fleet.Snapshot(_a, _b);

        Assert.Same(other, _book.Next(0, _group));
        _book.NotTaken(0);
        _book.Completed(other.Name, "1", 1);
        Assert.Same(own, _book.Next(0, _group));
    }

    [Fact]
    public void Completed_ResultBeforeItIsLost_TheLaterOneCountsForBoth()
    {
        SendConfirmed("1");
        SendConfirmed("2");

        Assert.True(_book.Completed("a", "2", 1));
    }

    [Fact]
    public void Completed_EarlierOfTwo_TheLaterOneIsInFlight()
    {
        SendConfirmed("1");
        SendConfirmed("2");

        Assert.False(_book.Completed("a", "1", 1));
        Assert.True(_book.HasSomeAt(_a));
    }

    [Fact]
    public void Completed_BeforeTheBrokersConfirm_NothingIsInFlightAfterIt()
    {
        Send("1");
        Assert.True(_book.Completed("a", "1", 1));

        Assert.Null(_book.Next(0, Fleet.Snapshot(_b)));
        _book.Confirmed(0);
        Assert.Same(_b, _book.Next(0, Fleet.Snapshot(_b)));
    }

    [Theory]
    [InlineData("b", "1", 1)]
    [InlineData("a", "2", 1)]
    [InlineData("a", "1", 2)]
    public void Completed_AnotherDestinationMessageOrAttempt_ChangesNothing(string destination, string id, int attempt)
    {
        SendConfirmed("1");

        Assert.False(_book.Completed(destination, id, attempt));
        Assert.True(_book.HasSomeAt(_a));
    }

    [Fact]
    public void Next_ResultsAreLostAndCreditShowsNothingInFlight_SlotIsEmpty()
    {
        SendConfirmed("1");
        SendConfirmed("2");
        _a.Credit.Return(2);

        Assert.Same(_b, _book.Next(0, Fleet.Snapshot(_b)));
    }

    [Fact]
    public void Next_CreditShowsOneInFlight_SlotIsNotEmpty()
    {
        SendConfirmed("1");
        SendConfirmed("2");
        _a.Credit.Return(1);

        Assert.Null(_book.Next(0, Fleet.Snapshot(_b)));
    }

    [Fact]
    public void Next_OwnerWithoutHeartbeats_OneMayBeInHandUnseen()
    {
        _a.Concurrency = 0;
        SendConfirmed("1");
        _a.Credit.Return(1);

        Assert.Null(_book.Next(0, Fleet.Snapshot(_b)));
    }

    [Fact]
    public void TakenBack_QueueWasEmpty_SlotMoves()
    {
        SendConfirmed("1");
        Assert.True(_book.BeginTakingBack("a"));

        _book.TakenBack("a", []);

        Assert.Same(_b, _book.Next(0, Fleet.Snapshot(_b)));
    }

    [Fact]
    public void TakenBack_WithMessagesInHand_TheyGoBeforeThoseFromIngress()
    {
        SendConfirmed("1");
        _book.BeginTakingBack("a");
        _book.TakenBack("a", [0]);
        _group = Fleet.Snapshot(_b);

        Assert.Null(_book.Next(0, _group));
        Assert.Same(_b, _book.Next(0, _group, rescuedFrom: "a"));
        _book.NotTaken(0);
        _book.Decided(0, "a");
        Assert.Same(_b, _book.Next(0, _group));
    }

    // The first of two messages was handed to b and is taken back from there too, while the second is still in hand from a.
    [Fact]
    public void TakenBack_FromOneAfterTheOther_WhatTheLatterHadGoesFirst()
    {
        SendConfirmed("1");
        SendConfirmed("2");
        _book.BeginTakingBack("a");
        _book.TakenBack("a", [0, 0]);
        _group = Fleet.Snapshot(_b);
        _book.Next(0, _group, rescuedFrom: "a");
        _book.HandOver(0, "1", 1);
        _book.Confirmed(0);
        _book.Decided(0, "a");
        _book.BeginTakingBack("b");
        _book.TakenBack("b", [0]);
        _group = Fleet.Snapshot(_a);

        Assert.Null(_book.Next(0, _group, rescuedFrom: "a"));
        Assert.Same(_a, _book.Next(0, _group, rescuedFrom: "b"));
        _book.NotTaken(0);
        _book.Decided(0, "b");
        Assert.Same(_a, _book.Next(0, _group, rescuedFrom: "a"));
    }

    [Fact]
    public void BeginTakingBack_BrokerHasNotAnswered_MustBeAskedAgain()
    {
        Send("1");

        Assert.False(_book.BeginTakingBack("a"));
        _book.Confirmed(0);
        Assert.True(_book.BeginTakingBack("a"));
    }

    [Fact]
    public void BeginTakingBack_TurnIsGivenAndNothingHandedOverYet_MustBeAskedAgain()
    {
        _book.Next(0, _group);

        Assert.False(_book.BeginTakingBack("a"));
        _book.NotTaken(0);
        Assert.True(_book.BeginTakingBack("a"));
    }

    [Fact]
    public void Reset_WhileTakingBack_ForgetsItAndLearnsAnew()
    {
        SendConfirmed("1");
        _book.BeginTakingBack("a");
        _book.TakenBack("a", [0]);
        _book.BeginTakingBack("a");

        _book.Reset();
        Assert.Null(_book.Next(0, _group));
        Learn(_book);
        Assert.Same(_a, _book.Next(0, _group));
    }

    [Fact]
    public void BeginTakingBack_DestinationIsThereAgain_GetsNothingUntilItIsOver()
    {
        _book.BeginTakingBack("a");

        Assert.Null(_book.Next(0, _group));
        _book.NotTakenBack("a");
        Assert.Same(_a, _book.Next(0, _group));
    }

    [Fact]
    public void BeginLearning_UntilEveryDestinationWasSeenIdle_GivesNoTurn()
    {
        var learning = _book.BeginLearning(["a"]);
        _book.HeardEveryone(learning);
        Assert.Null(_book.Next(0, _group));
        _book.Join("b");

        _book.Learned("a", learning);
        Assert.Null(_book.Next(0, _group));
        Assert.Equal(["b"], _book.Unknown());
        _book.Learned("b", learning);
        Assert.Same(_a, _book.Next(0, _group));
    }

    [Fact]
    public void BeginLearning_NotEverybodyWasHeardOf_GivesNoTurn()
    {
        var learning = _book.BeginLearning(["a"]);

        _book.Learned("a", learning);

        Assert.True(_book.IsLearning);
        _book.HeardEveryone(learning);
        Assert.False(_book.IsLearning);
    }

    [Fact]
    public void BeginLearning_Again_WhatWasSeenBeforeCountsForNothing()
    {
        var before = _book.BeginLearning(["a"]);
        var now = _book.BeginLearning(["a"]);

        _book.HeardEveryone(before);
        _book.Learned("a", before);
        _book.Learned("a", now);

        Assert.True(_book.IsLearning);
    }

    [Fact]
    public void Next_NobodyButTheReserve_GoesToTheReserve() => Assert.Same(_a, _book.Next(0, new GroupSnapshot(long.MaxValue, [], [_a])));

    [Fact]
    public void Next_Nobody_Waits() => Assert.Null(_book.Next(0, GroupSnapshot.Empty));

    [Fact]
    public void SameAttemptInTwoSlots_AResultSaysNothingOfEither()
    {
        var book = new OrderBook(2);
        Learn(book);
        foreach (var slot in new[] { 0, 1 })
        {
            HandOver(book, slot, "same");
        }

        Assert.False(book.Completed("a", "same", 1));
        Assert.Equal(2, book.View(1).Busy);
    }

    [Fact]
    public void View_ThreeMessagesInTwoSlots_NamesTheHottestWithItsShare()
    {
        var book = new OrderBook(8);
        Learn(book);
        foreach (var (slot, id) in new[] { (3, "1"), (3, "2"), (5, "3"), (3, "4") })
        {
            HandOver(book, slot, id);
        }

        var view = book.View(1);

        Assert.Equal(new HotSlot(3, "a", 0.75, 3), Assert.Single(view.Hottest));
        Assert.Equal((8, 2, 0L, false), (view.Slots, view.Busy, view.Moves, view.IsLearning));
    }

    [Fact]
    public void View_TwoStretchesWithoutMessages_NobodyIsHot()
    {
        SendConfirmed("1");
        for (var second = 10; second <= 20; second += 10) _book.Pass(TimeSpan.FromSeconds(second));

        Assert.Empty(_book.View(8).Hottest);
    }

    [Fact]
    public void HandOver_AnotherOwnerThanBefore_CountsAMove()
    {
        SendConfirmed("1");
        _book.Completed("a", "1", 1);
        _group = Fleet.Snapshot(_b);
        SendConfirmed("2");

        Assert.Equal(1, _book.View(1).Moves);
    }

    [Fact]
    public void SlotOf_LargestHash_IsWithinTheSlots() => Assert.Equal((int)(ulong.MaxValue % 1000), new OrderBook(1000).SlotOf(ulong.MaxValue));

    private static void Learn(OrderBook book)
    {
        book.HeardEveryone(book.BeginLearning([]));
    }

    private (DestinationState Own, DestinationState Other) OwnAndOther()
    {
        var own = _book.Next(0, Fleet.Snapshot(_a, _b))!;
        _book.NotTaken(0);
        return own == _a ? (_a, _b) : (_b, _a);
    }

    private void HandOver(OrderBook book, int slot, string id)
    {
        Assert.Same(_a, book.Next(slot, _group));
        Assert.True(_a.Credit.TryTake());
        book.HandOver(slot, id, 1);
        book.Confirmed(slot);
    }

    private void Send(string id)
    {
        var to = _book.Next(0, _group)!;
        Assert.True(to.Credit.TryTake());
        _book.HandOver(0, id, 1);
    }

    private void SendConfirmed(string id)
    {
        Send(id);
        _book.Confirmed(0);
    }
}
