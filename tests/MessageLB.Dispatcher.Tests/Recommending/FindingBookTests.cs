using MessageLB.Core.Recommendations;
using MessageLB.Dispatcher.Recommending;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Recommending;

public sealed class FindingBookTests
{
    private readonly FindingBook _book = new();

    [Fact]
    public void Look_SameFindingWithOtherFigures_IsToldOnce()
    {
        var first = _book.Look([("orders", Narrow("a", "4 of 8"))]);
        var second = _book.Look([("orders", Narrow("a", "4 of 9"))]);

        Assert.Equal([("orders", Narrow("a", "4 of 8"))], first.Begun);
        Assert.Empty(second.Begun);
        Assert.Equal(1, _book.CountOf("orders"));
    }

    [Fact]
    public void Look_OtherGroupOrDestination_IsAnotherFinding()
    {
        _book.Look([("orders", Narrow("a", "x"))]);

        Assert.Equal([("mails", Narrow("a", "x")), ("orders", Narrow("b", "x"))], _book.Look([("mails", Narrow("a", "x")), ("orders", Narrow("b", "x"))]).Begun);
    }

    [Fact]
    public void Look_NotSeenForALook_IsNotOverUntilItWasNotSeenForFive()
    {
        _book.Look([("orders", Narrow("a", "x"))]);
        for (var i = 1; i < FindingBook.LooksUntilOver; i++) Assert.Empty(_book.Look([]).Over);
        var again = _book.Look([("orders", Narrow("a", "y"))]);
        for (var i = 1; i < FindingBook.LooksUntilOver; i++) Assert.Empty(_book.Look([]).Over);

        var last = _book.Look([]);

        Assert.Empty(again.Begun);
        Assert.Equal([("orders", Narrow("a", "y"))], last.Over);
        Assert.Equal(0, _book.CountOf("orders"));
        Assert.Empty(_book.Look([]).Over);
    }

    private static Finding Narrow(string destination, string summary) => new(FindingKind.WindowTooSmall, destination, summary, "widen it");
}
