using MessageLB.Worker.Heartbeats;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Heartbeats;

public sealed class DispatcherCountsTests
{
    private readonly DispatcherCounts _counts = new();

    [Fact]
    public void Add_TwoDispatchers_CountsEach()
    {
        foreach (var dispatcher in (string[])["d1", "d2", "d1", "d1"]) _counts.Add(dispatcher);

        Assert.Equal(new Dictionary<string, long> { ["d1"] = 3, ["d2"] = 1 }, _counts.Copy());
    }

    [Fact]
    public void Add_NoUsableName_IsNotCounted()
    {
        _counts.Add(null);
        _counts.Add(string.Empty);
        _counts.Add(new string('d', Names.MaxLength + 1));

        Assert.Empty(_counts.Copy());
    }

    [Fact]
    public void Add_OneMoreThanTheLimit_ForgetsTheOneUnusedLongest()
    {
        for (var i = 0; i < DispatcherCounts.MostDispatchers; i++) _counts.Add($"d{i}");
        _counts.Add("d0");

        _counts.Add("new");

        var counts = _counts.Copy();
        Assert.Equal(DispatcherCounts.MostDispatchers, counts.Count);
        Assert.Equal(2, counts["d0"]);
        Assert.Equal(1, counts["new"]);
        Assert.False(counts.ContainsKey("d1"));
    }

    [Fact]
    public void Copy_LaterCounts_DoNotChangeIt()
    {
        _counts.Add("d1");
        var copy = _counts.Copy();

        _counts.Add("d1");

        Assert.Equal(1, copy["d1"]);
    }
}
