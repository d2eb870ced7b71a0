using MessageLB.Worker.Heartbeats;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Heartbeats;

public sealed class KindCountersTests
{
    private readonly KindCounters _counters = new();

    [Fact]
    public void Add_SeveralKinds_CountsAndTimesEach()
    {
        Add("resize", 1);
        Add("scan", 100.5);
        Add(null, 7);
        Add("resize", 2);
        Add("", 3);

        Assert.Equal(
            new Dictionary<string, KindCounts> { ["resize"] = new(2, 3), ["scan"] = new(1, 100.5), [""] = new(2, 10) },
            _counters.Copy());
    }

    [Fact]
    public void Copy_NoTypeSeenYet_IsEmpty()
    {
        Add(null, 1);
        Add("größe", 1);
        Add(new string('x', 65), 1);
        Assert.Empty(_counters.Copy());

        Add("resize", 1);
        Assert.Equal(new Dictionary<string, KindCounts> { ["resize"] = new(1, 1), [""] = new(3, 3) }, _counters.Copy());
    }

    [Fact]
    public void Add_MoreTypesThanAreCounted_CountsTheLaterOnesTogether()
    {
        for (var i = 1; i <= 20; i++) Add($"k{i}", i);
        Add("k1", 100);

        var counts = _counters.Copy();

        Assert.Equal(KindNames.Most, counts.Count);
        Assert.Equal((new KindCounts(2, 101), new KindCounts(1, 15), new KindCounts(5, 16 + 17 + 18 + 19 + 20)), (counts["k1"], counts["k15"], counts[""]));
    }

    [Fact]
    public void Copy_LaterCounts_DoNotChangeIt()
    {
        Add("resize", 1);
        var copy = _counters.Copy();

        Add("resize", 1);

        Assert.Equal(new KindCounts(1, 1), copy["resize"]);
    }

    private void Add(string? type, double ms) => _counters.Add(type, TimeSpan.FromMilliseconds(ms));
}
