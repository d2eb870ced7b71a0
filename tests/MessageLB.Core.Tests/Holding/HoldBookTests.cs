using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Holding;
using Xunit;

namespace MessageLB.Core.Tests.Holding;

public sealed class HoldBookTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly HoldBook _book = new(4);

    [Fact]
    public void Take_TheAttemptAndDestinationThatHaveTheMessage_EndsItOnce()
    {
        Hold(2, "m", 1, "a", bytes: 7);

        Assert.Equal((1, 7L), (_book.Count, _book.Bytes));
        Assert.Equal((HoldVerdict.Ended, 2), Take("m", 1, "a"));
        Assert.Equal(HoldVerdict.Late, Take("m", 1, "a").Verdict);
        Assert.Equal((0, 0L), (_book.Count, _book.Bytes));
    }

    [Theory]
    [InlineData("m", 1, "a")]
    [InlineData("m", 2, "b")]
    [InlineData("n", 2, "a")]
    public void Take_AnotherAttemptOrDestinationOrMessage_IsLateAndEndsNothing(string id, int attempt, string destination)
    {
        Hold(0, "m", 2, "a");

        Assert.Equal(HoldVerdict.Late, Take(id, attempt, destination).Verdict);

        Assert.Equal((HoldVerdict.Ended, 0), Take("m", 2, "a"));
    }

    [Fact]
    public void Take_BeforeTheConfirm_WaitsForIt()
    {
        _book.Begin(0, "m", 1, "a", 7);

        Assert.Equal(HoldVerdict.Early, Take("m", 1, "a").Verdict);
        Assert.Equal(1, _book.Count);
        Assert.Equal(ResultStatus.Success, _book.Confirm(0, TimeSpan.Zero, out _)!.Value.Status);
        Assert.Equal(0, _book.Count);
    }

    [Fact]
    public void Fail_AResultHasComeNevertheless_ReturnsIt()
    {
        _book.Begin(0, "m", 1, "a", 7);
        _book.Begin(1, "n", 1, "a", 7);
        Take("m", 1, "a");

        Assert.NotNull(_book.Fail(0));
        Assert.Null(_book.Fail(1));
        Assert.Equal((0, 0L), (_book.Count, _book.Bytes));
    }

    [Fact]
    public void Take_TwoMessagesWithOneId_EachResultEndsOne()
    {
        Hold(0, "m", 1, "a");
        Hold(1, "m", 1, "a");
        Hold(2, "m", 1, "b");

        Assert.Equal([0, 1, 2], ((int[])[Take("m", 1, "a").Slot, Take("m", 1, "a").Slot, Take("m", 1, "b").Slot]).Order());
        Assert.Equal(HoldVerdict.Late, Take("m", 1, "a").Verdict);
    }

    [Fact]
    public void TakeOverdue_AsLongAsItMayBe_TakesTheOldestFirst()
    {
        Hold(3, "m", 1, "a", at: 1);
        Hold(0, "n", 1, "a", at: 2);
        _book.Begin(1, "unconfirmed", 1, "a", 0);

        Assert.Equal(TimeSpan.FromSeconds(10), _book.DueIn(TimeSpan.FromSeconds(1), Limit));
        Assert.False(_book.TryTakeOverdue(TimeSpan.FromSeconds(10.9), Limit, out _));
        Assert.True(_book.TryTakeOverdue(TimeSpan.FromSeconds(12), Limit, out var first));
        Assert.True(_book.TryTakeOverdue(TimeSpan.FromSeconds(12), Limit, out var second));
        Assert.False(_book.TryTakeOverdue(TimeSpan.FromSeconds(99), Limit, out _));
        Assert.Equal((3, 0), (first, second));
        Assert.Null(_book.DueIn(TimeSpan.FromSeconds(99), Limit));
        Assert.Equal(HoldVerdict.Late, Take("m", 1, "a").Verdict);
    }

    [Fact]
    public void TakeFrom_ADestination_TakesWhatIsConfirmedThereInTheOrderOfTheConfirms()
    {
        Hold(2, "m", 1, "a");
        Hold(0, "n", 1, "b");
        Hold(1, "o", 1, "a");
        _book.Begin(3, "unconfirmed", 1, "a", 0);

        Assert.Equal([2, 1], _book.TakeFrom("a"));
        Assert.Empty(_book.TakeFrom("a"));
        Assert.Equal([0], _book.TakeFrom(null));
        Assert.Equal(1, _book.Count);
    }

    [Fact]
    public void Confirm_WhatTheOthersWereTakenWithout_IsMissedOnce()
    {
        _book.Begin(0, "m", 1, "a", 0);
        _book.Begin(1, "n", 1, "b", 0);
        _book.TakeFrom("a");

        Assert.Null(_book.Confirm(0, TimeSpan.Zero, out var ofTheLost));
        Assert.Null(_book.Confirm(1, TimeSpan.Zero, out var ofAnother));
        Assert.Equal([0], _book.TakeFrom("a"));
        _book.Begin(0, "m", 1, "a", 0);
        Assert.Null(_book.Confirm(0, TimeSpan.Zero, out var again));

        Assert.Equal((true, false, false), (ofTheLost, ofAnother, again));
    }

    [Fact]
    public void Misuse_Throws()
    {
        Hold(0, "m", 1, "a");

        Assert.Throws<InvalidOperationException>(() => _book.Begin(0, "n", 1, "a", 0));
        Assert.Throws<InvalidOperationException>(() => _book.Fail(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HoldBook(0));
    }

    [Fact]
    public void Book_AnyCommands_DoesAsTheNaiveOneDoes()
    {
        var command = Gen.Choose(0, 6).SelectMany(kind => Gen.Choose(0, 7).SelectMany(slot => Gen.Choose(0, 17).Select(detail => (kind, slot, detail))));

        Prop.ForAll(command.ListOf().ToArbitrary(), commands => new HoldBookModel().Run(commands)).QuickCheckThrowOnFailure();
    }

    private void Hold(int slot, string id, int attempt, string destination, int bytes = 0, double at = 0)
    {
        _book.Begin(slot, id, attempt, destination, bytes);
        Assert.Null(_book.Confirm(slot, TimeSpan.FromSeconds(at), out _));
    }

    private (HoldVerdict Verdict, int Slot) Take(string id, int attempt, string destination) =>
        (_book.Take(new WorkResult(id, attempt, ResultStatus.Success, 0), destination, out var slot), slot);
}
