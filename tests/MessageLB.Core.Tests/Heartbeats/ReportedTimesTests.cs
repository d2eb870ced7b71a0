using MessageLB.Core.Heartbeats;
using MessageLB.Measurement;
using Xunit;

namespace MessageLB.Core.Tests.Heartbeats;

public sealed class ReportedTimesTests
{
    private ReportedTimes _times;

    [Fact]
    public void Take_CountsThatGrew_AreTheDifference()
    {
        _times.Begin(Beat(done: 10, first: 50, 4, 6));

        Assert.Equal([(49, 1), (51, 2)], Take(Beat(done: 13, first: 49, 1, 4, 8)));
        Assert.Equal([(51, 5)], Take(Beat(done: 18, first: 49, 1, 4, 13)));
    }

    [Fact]
    public void Take_BeganWithNothing_AreAll()
    {
        _times.Begin(Beat(done: 0, first: 0));

        Assert.Equal([(50, 4)], Take(Beat(done: 4, first: 50, 4)));
    }

    [Fact]
    public void Take_AHeartbeatInBetweenWasLost_AreBothTogether()
    {
        _times.Begin(Beat(done: 1, first: 50, 1));

        Assert.Equal([(50, 7)], Take(Beat(done: 8, first: 50, 8)));
    }

    [Fact]
    public void Take_CountedBeforeAnybodyListened_IsNoNews()
    {
        _times.Begin(Beat(done: 100, first: 0));

        Assert.Empty(Take(Beat(done: 104, first: 50, 104)));
        Assert.Equal([(50, 3)], Take(Beat(done: 107, first: 50, 107)));
    }

    [Theory]
    [InlineData(50, 3, 20)]
    [InlineData(51, 20, 9)]
    [InlineData(40, 9, 9)]
    public void Take_ACountWentDown_BeginsAnew(int first, long one, long two)
    {
        _times.Begin(Beat(done: 9, first: 50, 4, 5));

        Assert.Empty(Take(Beat(done: 1000, first, one, two)));
        Assert.Equal([(first, 1)], Take(Beat(done: 1001, first, one + 1, two)));
    }

    [Fact]
    public void Take_MoreThanWasSettled_BeginsAnew()
    {
        _times.Begin(Beat(done: 9, first: 50, 9));

        Assert.Empty(Take(Beat(done: 12, first: 50, 11, 2)));
        Assert.Equal([(50, 1), (51, 1)], Take(Beat(done: 14, first: 50, 12, 3)));
    }

    [Fact]
    public void Take_CountsThatOverflowTogether_BeginsAnew()
    {
        const long Largest = (1L << 53) - 1;
        _times.Begin(Beat(done: 0, first: 0));

        Assert.Empty(Take(Beat(done: Largest, first: 0, [.. Enumerable.Repeat(Largest, TimeBuckets.Count)])));
    }

    private static Heartbeat Beat(long done, int first, params long[] counts) =>
        new() { Group = "g", Destination = "d", Instance = "i", Sequence = 1, Done = done, Times = counts.Length == 0 ? default : new TimeCounts(first, counts) };

    private List<(int Bucket, long Count)> Take(Heartbeat heartbeat)
    {
        var counts = new long[TimeBuckets.Count];
        _times.Take(heartbeat)?.AddTo(counts);
        return [.. counts.Select((count, bucket) => (bucket, count)).Where(c => c.count > 0)];
    }
}
