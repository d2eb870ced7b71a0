using MessageLB.Core.Configuration;
using MessageLB.Core.Recommendations;
using Xunit;

namespace MessageLB.Core.Tests.Recommendations;

public sealed class FindingsTests
{
    [Fact]
    public void Of_EvenGroupAtHalfLoad_FindsNothing() => Assert.Empty(Findings.Of(Known.Group(400, Known.Worker("a", 200, 10), Known.Worker("b", 200, 10))));

    [Fact]
    public void Of_LoadAboveTheHighOne_WantsWorkersWithTheFigures() => Assert.Equal(
        [new Finding(FindingKind.TooFewWorkers, null, "720 messages/s arrive and 2 workers can do 800/s, a load of 90 %", "add 1 worker to orders")],
        Findings.Of(Known.Group(720, Known.Worker("a", 360, 10), Known.Worker("b", 360, 10))));

    [Fact]
    public void Of_LoadFarBelow_NamesWhoCouldGo() => Assert.Equal(
        [new Finding(FindingKind.SpareWorkers, null, "240 messages/s arrive and 4 workers can do 1600/s, a load of 15 %", "2 workers could be taken away: d, c")],
        Findings.Of(Known.Group(240, Known.Worker("a", 60, 10), Known.Worker("b", 60, 10), Known.Worker("c", 60, 10), Known.Worker("d", 60, 10))));

    [Fact]
    public void Of_WindowBelowHandsAndRoundTrip_SaysHowManyItTakes()
    {
        var group = Known.Group(200, Known.Worker("a", 100, 5) with { FeedbackSeconds = 0.0085, Window = WindowConfig.Fixed(8) }, Known.Worker("b", 100, 5)) with { HandOver = TimeSpan.FromMilliseconds(1.5) };

        var finding = Assert.Single(Findings.Of(group), f => f.Kind == FindingKind.WindowTooSmall);

        Assert.Equal(
            new Finding(
                FindingKind.WindowTooSmall,
                "a",
                "a window of 8 is too small for this round trip: 4 at a time, 5 ms each, and 10 ms until the dispatcher can follow up need 12",
                "set window to auto, or to 12 or more"),
            finding);
    }

    [Theory]
    [InlineData("12")]
    [InlineData("concurrency+8")]
    [InlineData("auto")]
    public void Of_WindowThatSuffices_FindsNothing(string window)
    {
        Assert.True(WindowConfig.TryParse(window, out var config, out _));
        var worker = Known.Worker("a", 100, 5) with { FeedbackSeconds = 0.01 };

        Assert.DoesNotContain(Findings.Of(Known.Group(200, worker, worker with { Name = "b" }) with { Window = config }), f => f.Kind == FindingKind.WindowTooSmall);
    }

    [Fact]
    public void Of_WeightsUnlikeCapacity_NamesThoseThatWouldBeRight() => Assert.Equal(
        [
            new Finding(
                FindingKind.WeightsOff,
                null,
                "weights say something else than what workers can do: a has 1 and can do 200/s, b has 1 and can do 800/s",
                "set the weights to a 1, b 4"),
        ],
        Findings.Of(Known.Group(360, Known.Worker("a", 180, 20, weight: 1), Known.Worker("b", 180, 5, weight: 1))));

    [Theory]
    [InlineData(10, 190, true)]
    [InlineData(9, 81, false)]
    [InlineData(40, 961, false)]
    public void Of_FailedMessages_AreFoundFromATwentiethAndTenOn(long failed, long done, bool expected)
    {
        var worker = Known.Worker("a", 200, 10) with { Failed = failed, Settled = failed + done, BusySeconds = (failed + done) * 0.01 };

        Assert.Equal(expected, Findings.Of(Known.Group(400, worker, Known.Worker("b", 200, 10))).Any(f => f is { Kind: FindingKind.Failing, Destination: "a" }));
    }

    [Fact]
    public void Of_OneThatFailsAndGetsNothingNow_IsFoundAllTheSame()
    {
        var outside = Known.Worker("a", 1, 10) with { IsChosen = false, Failed = 150 };

        Assert.Equal("150 of 300 messages failed, 50.0 %", Assert.Single(Findings.Of(Known.Group(200, outside, Known.Worker("b", 200, 10)))).Summary);
    }

    [Theory]
    [InlineData(199, 60, "199 messages in 60 s are too few: it takes 200 in 30 s or more")]
    [InlineData(5000, 29, "5,000 messages in 29 s are too few: it takes 200 in 30 s or more")]
    public void Unclear_TooLittleSeen_SaysHowMuchItTakes(long settled, double seconds, string expected)
    {
        var group = Known.Group(720, Known.Worker("a", 720, 10)) with { Settled = settled, Over = TimeSpan.FromSeconds(seconds) };

        Assert.Equal(expected, group.Unclear);
        Assert.Empty(Findings.Of(group));
    }

    [Fact]
    public void Unclear_WithoutHeartbeats_NamesWhoIsSilent()
    {
        var group = Known.Group(400, Known.Worker("a", 400, 10), new DestinationSituation { Name = "queue-only", IsChosen = true });

        Assert.Equal("'queue-only' sends no heartbeats (level 0), so nobody knows how long its messages take and how many it handles at a time", group.Unclear);
    }

    [Fact]
    public void Unclear_NobodyWorks_SaysSo()
    {
        Assert.Equal("the group has no destinations", Known.Group(400).Unclear);
        Assert.Equal("no destination gets messages and reports how long they take", Known.Group(400, Known.Worker("a", 400, 10) with { IsChosen = false }).Unclear);
    }
}
