using MessageLB.CommandLine.Commands.Bench.Throughput;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class ThroughputFiguresTests
{
    [Fact]
    public void Of_TwoMoments_DividesWhatWasUsedBetweenThemByTheMessages()
    {
        var begin = new Usage(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), 1_000_000);
        var end = new Usage(TimeSpan.FromSeconds(12.5), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(6), 6_000_000);

        Assert.Equal(new ThroughputFigures(4_000, 100, 50, 500), ThroughputFigures.Of(10_000, begin, end));
    }

    [Fact]
    public void Of_BrokerOfSomebodyElse_HasNoProcessorTimeOfIt()
    {
        var begin = new Usage(TimeSpan.Zero, TimeSpan.Zero, null, 0);
        var end = new Usage(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), null, 1_000);

        Assert.Equal(new ThroughputFigures(333.33, null, 1_000, 1), ThroughputFigures.Of(1_000, begin, end));
    }

    [Fact]
    public void Usage_ReadTwice_Grows()
    {
        var before = Usage.Read(() => TimeSpan.FromSeconds(7), TimeProvider.System);
        var kept = new byte[1_000_000];
        var after = Usage.Read(null, TimeProvider.System);

        Assert.Equal((TimeSpan.FromSeconds(7), null), (before.Broker, after.Broker));
        Assert.True(after.Allocated - before.Allocated >= kept.Length, $"{after.Allocated - before.Allocated} bytes for {kept.Length}");
        Assert.True(after.At > before.At && after.Client >= before.Client && before.Client > TimeSpan.Zero);
    }

    [Fact]
    public void Spread_Rounds_IsMedianLeastAndMost()
    {
        Assert.Equal(new Spread(2, 1, 9), Spread.Of([9, 1, 2]));
        Assert.Equal(new Spread(2.5, 1, 4), Spread.Of([4, 1, 2, 3]));
    }

    [Fact]
    public void SpreadOfKnown_OneIsUnknown_IsUnknown()
    {
        Assert.Null(Spread.OfKnown([1, null, 3]));
        Assert.Equal(new Spread(2, 1, 3), Spread.OfKnown([1, 2, 3]));
    }
}
