using MessageLB.Core.Credit;
using MessageLB.Core.Kinds;
using MessageLB.Core.Tests.Credit;
using Xunit;

namespace MessageLB.Core.Tests.Kinds;

public sealed class KindBooksTests
{
    private const int Short = 1;
    private const int Long = 2;
    private readonly KindBooks _books;
    private readonly CreditWindow _credit = Windows.Of(100);

    public KindBooksTests()
    {
        var table = new KindTable();
        Assert.Equal((Short, Long), (table.Learn("short"), table.Learn("long")));
        _books = new KindBooks(table);
        _books.SetSeconds(Short, 0.25);
        _books.SetSeconds(Long, 8);
    }

    [Fact]
    public void Work_OfWhatWasTaken_IsTheSumOfItsServiceTimes()
    {
        Take(Short, 3);
        Take(Long, 2);

        Assert.Equal(16.75, _books.Work(5, otherwise: 1000));

        _books.SetSeconds(Long, 4);
        Assert.Equal(8.75, _books.Work(5, otherwise: 1000));
    }

    [Fact]
    public void Work_BooksKnowOfFewer_CountsTheRestAsTheMean()
    {
        Take(Short, 2);

        Assert.Equal(6.5, _books.Work(5, otherwise: 2));
    }

    [Fact]
    public void Work_BooksKnowOfMore_IsInProportion()
    {
        Take(Short, 4);
        Take(Long, 4);

        Assert.Equal(8.25, _books.Work(2, otherwise: 1000));
        Assert.Equal(0, _books.Work(0, otherwise: 1000));
    }

    [Fact]
    public void Return_MoreThanIsInFlight_LeavesNothing()
    {
        Take(Long, 2);

        _books.Return(Long, 0.5);
        Assert.Equal(1.5, _books.InFlight(Long));

        _books.Return(Long, 7);
        Assert.Equal((0, 0), (_books.InFlight(Long), _books.InFlight(Short)));
    }

    [Fact]
    public void Balance_CreditIsBackThatNoKindReturned_TakesAPartOfEachKind()
    {
        Take(Short, 3);
        Take(Long, 1);
        _credit.Return(2);

        Assert.True(_books.Balance(_credit));

        Assert.Equal((1.5, 0.5), (_books.InFlight(Short), _books.InFlight(Long)));
        Assert.False(_books.Balance(_credit));
    }

    [Fact]
    public void Balance_NothingInFlight_EmptiesTheBooks()
    {
        Take(Short, 3);
        Take(Long, 1);
        _credit.Return(4);

        _books.Balance(_credit);

        Assert.Equal((0, 0), (_books.InFlight(Short), _books.InFlight(Long)));
    }

    [Fact]
    public void Balance_MoreInFlightThanBooksKnow_ChangesNothing()
    {
        Take(Long, 1);
        _credit.TryTake();

        Assert.False(_books.Balance(_credit));
        Assert.Equal(1, _books.InFlight(Long));
    }

    private void Take(int kind, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(_credit.TryTake());
            _books.Take(kind);
        }
    }
}
