using MessageLB.Dispatcher.Explaining;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Explaining;

public sealed class DebugDecisionsTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly DebugDecisions _debug;

    public DebugDecisionsTests() => _debug = new DebugDecisions(_time);

    [Fact]
    public void Find_Unknown_IsEmpty() => Assert.Empty(_debug.Find("m-1"));

    [Fact]
    public void Add_SeveralDecisions_KeepsTheLatestTen()
    {
        for (var i = 0; i < 12; i++) _debug.Add("m-1", Explanations.Of("m-1", $"w{i}"));

        Assert.Equal(Enumerable.Range(2, 10).Select(i => $"w{i}"), _debug.Find("m-1").Select(e => e.Winner));
    }

    [Fact]
    public void Add_AfterItWasHeld_TakesThatPlace()
    {
        _debug.Add("m-1", Explanations.Of("m-1", "a"));
        _debug.Add("m-1", Explanations.Of("m-1", winner: null));
        _debug.Add("m-1", Explanations.Of("m-1", "b"));

        Assert.Equal(["a", "b"], _debug.Find("m-1").Select(e => e.Winner));
    }

    [Fact]
    public void Add_ThousandAndOneMessages_ForgetsTheOneDecidedLongestAgo()
    {
        for (var i = 0; i < DebugDecisions.MostMessages; i++) _debug.Add($"m-{i}", Explanations.Of($"m-{i}"));
        _debug.Add("m-0", Explanations.Of("m-0", "b"));

        _debug.Add("one more", Explanations.Of("one more"));

        Assert.Equal(["a", "b"], _debug.Find("m-0").Select(e => e.Winner));
        Assert.Empty(_debug.Find("m-1"));
        Assert.Single(_debug.Find("m-2"));
    }

    [Fact]
    public void Add_ManyRows_ForgetsTheOldestUntilTheyFit()
    {
        // 101 rows each with the line of the decision itself: 990 fit.
        for (var i = 0; i < 991; i++) _debug.Add($"m-{i}", Explanations.Of($"m-{i}", candidates: 100));

        Assert.Empty(_debug.Find("m-0"));
        Assert.Single(_debug.Find("m-1"));
    }

    [Fact]
    public void Find_AfterAQuarterOfAnHour_IsEmpty()
    {
        _debug.Add("m-1", Explanations.Of("m-1"));

        _time.Advance(TimeSpan.FromMinutes(15));
        Assert.Single(_debug.Find("m-1"));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(_debug.Find("m-1"));
    }
}
