using MessageLB.CommandLine.Commands.Bench.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class BenchBooksTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly BenchBooks _books;

    public BenchBooksTests() => _books = new BenchBooks(_time);

    [Fact]
    public void Complete_BeforeOrAfterItsConfirm_NothingOfItWaits()
    {
        _books.Complete("a", 0);
        _books.OnConfirmed(0);
        _books.OnConfirmed(1);
        Assert.Equal((2, 1, 1), (_books.Confirmed, _books.Completed, _books.Waiting));

        _books.Complete("b", 1);

        Assert.Equal((2, 2, 0, 0), (_books.Confirmed, _books.Completed, _books.Waiting, _books.Repeated));
    }

    [Fact]
    public void Complete_Again_IsRepeatedAndNotCompletedTwice()
    {
        _books.OnConfirmed(0);
        _books.Complete("a", 0);

        _books.Complete("b", 0);

        Assert.Equal((1, 1, 0), (_books.Completed, _books.Repeated, _books.Waiting));
    }

    [Fact]
    public void FirstOpen_CompletedOutOfOrder_IsTheLowestThatIsMissing()
    {
        foreach (var number in (long[])[0, 1, 3, 4]) _books.Complete("a", number);
        Assert.Equal(2, _books.FirstOpen);

        _books.Complete("a", 2);

        Assert.Equal(5, _books.FirstOpen);
    }

    [Fact]
    public void LongestGap_Completions_IsTheLongestTimeBetweenThemOrSinceTheLast()
    {
        _books.Complete("a", 0);
        _time.Advance(TimeSpan.FromSeconds(9));
        _books.BeginGap();
        foreach (var milliseconds in (int[])[20, 50, 10])
        {
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            _books.Complete("a", milliseconds);
        }

        Assert.Equal(50, _books.LongestGap().TotalMilliseconds, 0.01);
        _time.Advance(TimeSpan.FromMilliseconds(70));
        Assert.Equal(70, _books.LongestGap().TotalMilliseconds, 0.01);
    }

    [Fact]
    public void LongestGap_OutagesBetween_LeavesThemOut()
    {
        _books.BeginGap();
        for (var i = 0; i < 2; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(30));
            _books.BeginOutage();
            _time.Advance(TimeSpan.FromSeconds(5));
            _books.EndOutage();
            _time.Advance(TimeSpan.FromMilliseconds(40));
            _books.Complete("a", i);
        }

        Assert.Equal(70, _books.LongestGap().TotalMilliseconds, 0.01);
        _time.Advance(TimeSpan.FromMilliseconds(80));
        _books.BeginOutage();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(80, _books.LongestGap().TotalMilliseconds, 0.01);
    }

    [Fact]
    public void FirstSince_SeveralWorkers_IsTheFirstOfThoseAskedForAfterThatMoment()
    {
        _books.Complete("b", 0);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var start = _time.GetTimestamp();
        Assert.Equal(0, _books.FirstSince(start, ["b"]));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _books.Complete("a", 1);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _books.Complete("b", 2);
        var expected = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _books.Complete("b", 3);

        Assert.Equal(expected, _books.FirstSince(start, ["b", "c"]));
    }
}
