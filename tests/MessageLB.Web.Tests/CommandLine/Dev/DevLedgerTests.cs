using MessageLB.CommandLine.Commands.Dev;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Dev;

public sealed class DevLedgerTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Read_ConfirmedAndNotCompleted_IsWaiting()
    {
        var ledger = new DevLedger(1, _time);
        ledger.OnConfirmed(0);
        ledger.OnConfirmed(70_000);
        ledger.Complete(0, _time.GetTimestamp(), 0);

        var books = ledger.Read();

        Assert.Equal((2, 1, 1, 0), (books.Confirmed, books.Completed, books.Waiting, books.Duplicates));
    }

    [Fact]
    public void Read_CompletedBeforeItsConfirm_IsNeitherWaitingNorDuplicate()
    {
        var ledger = new DevLedger(1, _time);
        ledger.Complete(5, _time.GetTimestamp(), 0);
        ledger.OnConfirmed(5);

        var books = ledger.Read();

        Assert.Equal((1, 1, 0, 0), (books.Confirmed, books.Completed, books.Waiting, books.Duplicates));
    }

    [Fact]
    public void Read_CompletedTwice_IsADuplicateThatCountsNowhereElse()
    {
        var ledger = new DevLedger(2, _time);
        ledger.OnConfirmed(3);
        ledger.OnConfirmed(3);
        ledger.Complete(3, _time.GetTimestamp(), 0);
        ledger.Complete(3, _time.GetTimestamp(), 1);

        var books = ledger.Read();

        Assert.Equal((1, 1, 0, 1), (books.Confirmed, books.Completed, books.Waiting, books.Duplicates));
        Assert.Equal([1, 0], books.Destinations.Select(d => d.Done));
    }

    [Fact]
    public void Read_TimesFromDueToCompletion_AreTold()
    {
        var ledger = new DevLedger(1, _time);
        var due = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(40));
        ledger.Complete(0, due, 0);

        var figures = ledger.Read().Destinations[0];

        Assert.Equal(40, figures.P50.TotalMilliseconds, 0.01);
        Assert.Equal(figures.P50, figures.P99);
    }

    [Fact]
    public void Read_RecentFigures_AreAboutTheLastWholeInterval()
    {
        var ledger = new DevLedger(1, _time);
        ledger.Read();
        for (var i = 0; i < 30; i++) ledger.Complete(i, _time.GetTimestamp(), 0);
        _time.Advance(TimeSpan.FromSeconds(1.5));
        var busy = ledger.Read();
        _time.Advance(TimeSpan.FromSeconds(1));
        var idle = ledger.Read();

        Assert.Equal(20, busy.All.Rate, 3);
        Assert.Equal((0, 30), (idle.All.Rate, idle.All.Done));
    }
}
