using MessageLB.CommandLine.Commands.Bench.Latency;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class LatencyBooksTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Read_Completions_CountsFromWhenMessagesWereDueAndLeavesTheWarmUpOut()
    {
        var workload = new Workload([Ms(0), Ms(10), Ms(20)], [Ms(1), Ms(1), Ms(1)], FirstMeasured: 1);
        var books = new LatencyBooks(3, 2, _time);
        var start = _time.GetTimestamp();
        books.Publish(1, Ms(5));
        books.Publish(2, Ms(1));
        _time.Advance(Ms(30));
        books.Complete(0, 0, Ms(9));
        books.Complete(1, 1, Ms(0.5));
        _time.Advance(Ms(30));
        books.Complete(2, 1, Ms(-0.5));

        var figures = books.Read(workload, start);

        Assert.True(books.End.IsCompletedSuccessfully);
        Assert.Equal((2, 0), (figures.Messages, figures.Duplicates));
        Assert.Equal((30, 20, 40), (figures.ResponseMs.Mean, figures.ResponseMs.P50, figures.ResponseMs.P99));
        Assert.Equal((3, 5), (figures.PublishLagMs.Mean, figures.PublishLagMs.P99));
        Assert.Equal((0, 0.5), (figures.WaitErrorMs.Mean, figures.WaitErrorMs.P99));
        Assert.Equal([0.3333, 0.6667], figures.Shares);
    }

    [Fact]
    public void Complete_Twice_CountsOnceAndKeepsTheFirstTime()
    {
        var books = new LatencyBooks(2, 1, _time);
        var start = _time.GetTimestamp();
        _time.Advance(Ms(5));
        books.Complete(0, 0, TimeSpan.Zero);
        _time.Advance(Ms(5));
        books.Complete(0, 0, TimeSpan.Zero);
        Assert.Equal((1, 1, false), (books.Left, books.Duplicates, books.End.IsCompleted));

        books.Complete(1, 0, TimeSpan.Zero);

        var figures = books.Read(new Workload([Ms(0), Ms(0)], [Ms(1), Ms(1)], 0), start);
        Assert.Equal((1, 5, 10), (figures.Duplicates, figures.ResponseMs.P50, figures.ResponseMs.P99));
    }

    [Fact]
    public async Task Fail_BeforeTheEnd_EndsWithTheReason()
    {
        var books = new LatencyBooks(1, 1, _time);

        books.Fail(new BrokerUnavailableException("gone"));
        books.Complete(0, 0, TimeSpan.Zero);

        Assert.Equal("gone", (await Assert.ThrowsAsync<BrokerUnavailableException>(() => books.End)).Message);
    }

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
