using MessageLB.CommandLine;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class ThroughputBooksTests
{
    private readonly ManualTimeProvider _time = new();
    private int _looks;

    [Fact]
    public async Task Read_AllCompleted_MeasuresFromTheEndOfTheWarmUpToTheLast()
    {
        var books = Create(messages: 5, warmUp: 2);
        for (var number = 0; number < 5; number++)
        {
            _time.Advance(Ms(100));
            books.Complete(number);
        }

        await books.End;
        var figures = await books.ReadAsync();

        // Three messages in 300 ms, and one look at the end of the warm-up and one at the end.
        Assert.Equal((10, 2), (figures.PerSecond, _looks));
        Assert.Equal((null, null, 0), (figures.ResponseMs, figures.PublishLagMs, figures.Duplicates));
        Assert.Equal(100, _time.GetElapsedTime(new ManualTimeProvider().GetTimestamp(), await books.First).TotalMilliseconds);
    }

    [Fact]
    public async Task Complete_Twice_CountsOnceAndKeepsTheFirstTime()
    {
        var books = Create(messages: 3, warmUp: 1);
        var start = _time.GetTimestamp();
        books.Complete(0);
        _time.Advance(Ms(10));
        books.Complete(1);
        _time.Advance(Ms(10));
        books.Complete(1);
        var before = (books.Completed, books.End.IsCompleted);
        _time.Advance(Ms(10));
        books.Complete(2);

        await books.End;
        var figures = await books.ReadAsync([Ms(0), Ms(0), Ms(0)], start);

        Assert.Equal((2, false), before);
        Assert.Equal((1, new ResponseTimes(10, 30)), (figures.Duplicates, figures.ResponseMs));
    }

    [Fact]
    public async Task Read_AtARate_CountsFromWhenMessagesWereDueAndLeavesTheWarmUpOut()
    {
        var books = Create(messages: 4, warmUp: 2);
        var start = _time.GetTimestamp();
        books.Publish(2, Ms(1));
        books.Publish(3, Ms(4));
        _time.Advance(Ms(50));
        for (var number = 0; number < 4; number++) books.Complete(number);

        var figures = await books.ReadAsync([Ms(0), Ms(10), Ms(20), Ms(30)], start);

        Assert.Equal((new ResponseTimes(20, 30), new ResponseTimes(1, 4)), (figures.ResponseMs, figures.PublishLagMs));
    }

    [Fact]
    public async Task Fail_BeforeTheFirst_EndsAllWaitsWithTheReason()
    {
        var books = Create(messages: 3, warmUp: 1);

        books.Fail(new CommandFailedException(ExitCodes.Unavailable, "gone"));

        Assert.Equal("gone", (await Assert.ThrowsAsync<CommandFailedException>(() => books.End)).Message);
        Assert.Equal("gone", (await Assert.ThrowsAsync<CommandFailedException>(() => books.First)).Message);
    }

    [Fact]
    public async Task Fail_AfterTheEnd_ChangesNothing()
    {
        var books = Create(messages: 2, warmUp: 1);
        books.Complete(0);
        _time.Advance(Ms(1));
        books.Complete(1);

        books.Fail(new CommandFailedException(ExitCodes.Unavailable, "a worker takes its leave"));

        await books.End;
        Assert.Equal(1_000, (await books.ReadAsync()).PerSecond);
    }

    [Fact]
    public async Task Complete_ByManyThreads_CountsEachMessageOnce()
    {
        var books = Create(messages: 10_000, warmUp: 1_000);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var number = 0; number < 10_000; number++) books.Complete(number);
        })));

        await books.End;
        Assert.Equal((10_000, 30_000), (books.Completed, (await books.ReadAsync()).Duplicates));
        Assert.Equal(2, _looks);
    }

    private ThroughputBooks Create(int messages, int warmUp) => new(messages, warmUp, Look, _time);

    private Usage Look()
    {
        Interlocked.Increment(ref _looks);
        return new Usage(_time.Elapsed, TimeSpan.Zero, null, 0);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
