using MessageLB.Measurement;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

public sealed class TimeCounterTests
{
    private readonly TimeCounter _counter = new();

    [Fact]
    public void Read_NothingRecorded_IsEmpty() => Assert.True(_counter.Read().IsEmpty);

    [Fact]
    public void Read_SomeTimes_ReachesFromTheShortestToTheLongest()
    {
        foreach (var microseconds in (double[])[5, 3, 5, 6]) _counter.Record(TimeSpan.FromMicroseconds(microseconds));

        var read = _counter.Read();

        Assert.Equal(3, read.First);
        Assert.Equal([1, 0, 2, 1], read.Counts.ToArray());
        Assert.Equal((0, 1, 2, 0), (read[2], read[3], read[5], read[7]));
    }

    [Fact]
    public void Read_AfterMoreWasRecorded_IsAsItWas()
    {
        _counter.Record(TimeSpan.FromMicroseconds(3));
        var before = _counter.Read();

        _counter.Record(TimeSpan.FromMicroseconds(3));

        Assert.Equal((1, 2), (before[3], _counter.Read()[3]));
    }

    [Fact]
    public void Clear_AfterSomeTimes_IsEmpty()
    {
        _counter.Record(TimeSpan.FromDays(1));
        _counter.Clear();

        Assert.True(_counter.Read().IsEmpty);
        _counter.Record(TimeSpan.FromMicroseconds(9));
        Assert.Equal(9, _counter.Read().First);
    }

    [Fact]
    public void Record_AnyTime_AllocatesNothing()
    {
        _counter.Record(TimeSpan.FromMilliseconds(1));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++) _counter.Record(TimeSpan.FromTicks(i * 977L));

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
