using MessageLB.CommandLine.Commands.Bench.Failover;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class FailoverWitnessTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly FailoverWitness _witness;

    public FailoverWitnessTests() => _witness = new FailoverWitness(_time);

    [Fact]
    public void Read_AfterAFault_TellsPicksOfTheWorkerAndMessagesThatOthersGot()
    {
        _witness.Publish("m0", "a");
        _witness.Publish("m1", "b");
        Pass(500);
        _witness.Begin("a");
        Pass(10);
        Assert.False(_witness.Publish("m2", "a"));
        Pass(20);
        Assert.True(_witness.Publish("m0", "b"));
        Assert.False(_witness.Publish("m3", "b"));
        Assert.False(_witness.IsSettled);
        Pass(5);
        _witness.Confirm(1);

        Assert.True(_witness.IsSettled);
        Assert.Equal(new WitnessedHandOvers(1, 1, 10, 30, 35, null), Rounded(_witness.Read()));
    }

    [Fact]
    public void Held_MessagesFromBeforeAndSince_IsTheTimeOfTheFirstOneSince()
    {
        _witness.Publish("m0", "a");
        Pass(500);
        _witness.Begin("a");
        _witness.Publish("m1", "a");
        Pass(40);
        _witness.Publish("m0", "b");
        Assert.Null(_witness.Read().HeldMs);
        Pass(1000);

        _witness.Publish("m1", "b");

        Assert.Equal(1040, _witness.Read().HeldMs!.Value, 0.01);
    }

    [Fact]
    public void Begin_Again_ForgetsTheRoundBefore()
    {
        _witness.Publish("m0", "a");
        _witness.Begin("a");
        _witness.Publish("m0", "b");
        _witness.Confirm(1);

        _witness.Begin("b");

        Assert.Equal(new WitnessedHandOvers(0, 0, null, null, null, null), _witness.Read());
    }

    private void Pass(double milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    // The clock of tests ticks in odd units.
    private static WitnessedHandOvers Rounded(WitnessedHandOvers seen) => seen with
    {
        LastPickMs = Math.Round(seen.LastPickMs!.Value), FirstAgainMs = Math.Round(seen.FirstAgainMs!.Value), LastAgainMs = Math.Round(seen.LastAgainMs!.Value),
    };
}
