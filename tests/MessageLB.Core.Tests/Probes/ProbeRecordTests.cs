using MessageLB.Core.Configuration;
using MessageLB.Core.Probes;
using MessageLB.Core.Tests.Health;
using Xunit;

namespace MessageLB.Core.Tests.Probes;

/// <summary>When a destination is probed, and what its probes say together.</summary>
public sealed class ProbeRecordTests
{
    private static readonly TimeSpan Took = TimeSpan.FromMilliseconds(3);

    private TimeSpan _now = TimeSpan.FromMinutes(1);

    [Fact]
    public void OverdueBy_NewDestination_IsDueWithinAPartOfTheInterval()
    {
        var record = Record(chance: 0.5);

        Assert.Null(record.OverdueBy(_now));
        Assert.Null(record.OverdueBy(_now + Ms(499)));
        Assert.Equal(TimeSpan.Zero, record.OverdueBy(_now + Ms(500)));
        Assert.Equal(Ms(200), record.OverdueBy(_now + Ms(700)));
    }

    [Theory]
    [InlineData(0, 4000)]
    [InlineData(0.5, 5000)]
    [InlineData(0.75, 5500)]
    public void OverdueBy_AfterAProbe_IsDueAnIntervalFromItsBeginningWithJitter(double chance, int due)
    {
        var record = Record(chance);
        record.Begin(_now);
        Assert.Null(record.OverdueBy(_now + Ms(100_000)));
        record.End(ProbeOutcome.Passed, Took, _now + Took);

        Assert.Null(record.OverdueBy(_now + Ms(due - 1)));
        Assert.Equal(TimeSpan.Zero, record.OverdueBy(_now + Ms(due)));
    }

    [Fact]
    public void End_FailuresInARow_Fall()
    {
        var record = Record();

        Assert.Equal(ProbeChange.None, Fail(record, "x: connection refused"));
        Assert.Equal(ProbeChange.None, Fail(record, "x: connection refused"));
        Assert.Null(record.Verdict);
        Assert.Equal(ProbeChange.Fell, Fail(record, "x: connection refused"));

        Assert.Equal("its probe x: connection refused, 3 times in a row", record.Verdict);
        Assert.Equal(new ProbeView(ProbeState.Failing, "x: connection refused", Took, 0, 3, 0, 0), record.View());
    }

    [Fact]
    public void End_SuccessInBetween_BeginsARowAnew()
    {
        var record = Record();
        Fail(record);
        Fail(record);

        Pass(record);

        Assert.Equal((ProbeChange.None, ProbeChange.None, ProbeChange.Fell), (Fail(record), Fail(record), Fail(record)));
    }

    [Fact]
    public void End_FallOfOne_SaysNoCount()
    {
        var record = new ProbeRecord(new ProbeConfig { Fall = 1 }, new FixedRandom(0));

        Assert.Equal(ProbeChange.Fell, Fail(record, "x: reset"));
        Assert.Equal("its probe x: reset", record.Verdict);
    }

    [Fact]
    public void End_SuccessesInARow_Rise()
    {
        var record = Fallen();

        Assert.Equal(ProbeChange.None, Pass(record));
        Assert.Equal("its probe x: no, 3 times in a row", record.Verdict);
        Assert.Equal(ProbeChange.Rose, Pass(record));

        Assert.Null(record.Verdict);
        Assert.Equal(new ProbeView(ProbeState.Passing, null, Took, 2, 3, 0, 0), record.View());
    }

    [Fact]
    public void End_FailureInBetween_BeginsTheRiseAnew()
    {
        var record = Fallen();
        Pass(record);

        Assert.Equal(ProbeChange.None, Fail(record));

        Assert.Equal((ProbeChange.None, ProbeChange.Rose), (Pass(record), Pass(record)));
    }

    [Fact]
    public void End_DispatcherWasLate_FailsNobody()
    {
        var record = Record();
        for (var i = 0; i < 3; i++) Fail(record);
        var late = Record();

        for (var i = 0; i < 5; i++)
        {
            late.Begin(_now);
            // A second of real time, of which the dispatcher attended 300 ms.
            _now += Ms(300);
            Assert.Equal(ProbeChange.None, late.End(ProbeOutcome.Failed("x: no answer within 1 s"), TimeSpan.FromSeconds(1), _now));
        }

        Assert.Equal(ProbeState.Failing, record.View().State);
        Assert.Equal(new ProbeView(ProbeState.Unknown, "the dispatcher was late, or without a broker", null, 0, 0, 0, 5), late.View());
    }

    [Fact]
    public void End_LateAndPassed_Counts()
    {
        var record = Record();
        record.Begin(_now);

        record.End(ProbeOutcome.Passed, TimeSpan.FromSeconds(1), _now);

        Assert.Equal(ProbeState.Passing, record.View().State);
    }

    [Fact]
    public void End_Uncounted_LeavesTheRowAsItIs()
    {
        var record = Record();
        Fail(record);
        Fail(record);

        Assert.Equal(ProbeChange.None, End(record, ProbeOutcome.Uncounted("busy")));
        Assert.Equal(new ProbeView(ProbeState.Unknown, "busy", Took, 0, 2, 0, 1), record.View());

        Assert.Equal(ProbeChange.Fell, Fail(record));
    }

    [Fact]
    public void End_Refused_IsToldOnceForEachReasonAndIsNoVerdict()
    {
        var record = Record();

        Assert.Equal(ProbeChange.Refused, End(record, ProbeOutcome.Refused("one")));
        Assert.Equal(ProbeChange.None, End(record, ProbeOutcome.Refused("one")));
        Assert.Equal(ProbeChange.None, End(record, ProbeOutcome.Refused("one")));
        Assert.Equal(ProbeChange.Refused, End(record, ProbeOutcome.Refused("two")));
        Pass(record);
        Assert.Equal(ProbeChange.Refused, End(record, ProbeOutcome.Refused("two")));

        Assert.Equal(new ProbeView(ProbeState.Passing, "two", Took, 1, 0, 5, 0), record.View());
    }

    [Fact]
    public void End_NoneBegun_DoesNothing()
    {
        var record = new ProbeRecord(new ProbeConfig { Fall = 1 }, new FixedRandom(0));

        Assert.Equal(ProbeChange.None, record.End(ProbeOutcome.Failed("x"), Took, _now));
        Assert.Equal(0, record.View().Failed);
    }

    [Fact]
    public void FallsWithin_Defaults_Is19Seconds() => Assert.Equal(TimeSpan.FromSeconds(19), new ProbeConfig().FallsWithin);

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static ProbeRecord Record(double chance = 0) => new(new ProbeConfig(), new FixedRandom(chance));

    private ProbeRecord Fallen()
    {
        var record = Record();
        for (var i = 0; i < 3; i++) Fail(record, "x: no");
        return record;
    }

    private ProbeChange Pass(ProbeRecord record) => End(record, ProbeOutcome.Passed);

    private ProbeChange Fail(ProbeRecord record, string reason = "x: no") => End(record, ProbeOutcome.Failed(reason));

    private ProbeChange End(ProbeRecord record, ProbeOutcome outcome)
    {
        record.Begin(_now);
        _now += Took;
        return record.End(outcome, Took, _now);
    }
}
