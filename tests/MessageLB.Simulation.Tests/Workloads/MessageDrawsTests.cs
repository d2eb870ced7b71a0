using MessageLB.Simulation.Workloads;
using Xunit;

namespace MessageLB.Simulation.Tests.Workloads;

public sealed class MessageDrawsTests
{
    private static readonly MessageKind Short = new() { Name = "short", Share = 3, Keys = 10 };
    private static readonly MessageKind Long = new() { Name = "long", Share = 1 };

    [Fact]
    public void Next_TwoKinds_HaveTheirSharesAndKeys()
    {
        var drawn = Draw(new Scenario { Kinds = [Short, Long] }, 40_000);

        Assert.Equal(0.75, drawn.Count(d => d.Kind == 0) / 40_000.0, 0.01);
        Assert.Equal(Enumerable.Range(0, 10), drawn.Where(d => d.Kind == 0).Select(d => d.Key).Distinct().Order());
        Assert.All(drawn.Where(d => d.Kind == 1), d => Assert.Equal(-1, d.Key));
    }

    [Fact]
    public void Next_KeysAdded_LeaveTheServiceTimesAsTheyWere()
    {
        var without = Draw(new Scenario { Kinds = [Long] }, 100);
        var with = Draw(new Scenario { Kinds = [Long with { Keys = 5 }] }, 100);

        Assert.Equal(without.Select(d => d.Service), with.Select(d => d.Service));
    }

    [Fact]
    public void Next_Trace_TellsKindAndKey()
    {
        var scenario = new Scenario
        {
            Kinds = [Short, Long],
            Arrivals = new ArrivalConfig { Kind = ArrivalKind.Trace, Trace = [new(1, "long", "x"), new(1, "short"), new(1, "long", "y"), new(1, "long", "x")] },
        };

        var drawn = Draw(scenario, 5);

        Assert.Equal([(1, 0), (0, -1), (1, 1), (1, 0), (1, 0)], drawn.Select(d => (d.Kind, d.Key)));
        Assert.Equal(["x", "y"], MessageDraws.KeyTexts(scenario));
    }

    [Fact]
    public void Next_TraceWithAKindNobodyNames_LeavesItToChance()
    {
        var scenario = new Scenario
        {
            Kinds = [Short, Long],
            Arrivals = new ArrivalConfig { Kind = ArrivalKind.Trace, Trace = [new(1, "other")] },
        };

        Assert.Equal(0.25, Draw(scenario, 10_000).Count(d => d.Kind == 1) / 10_000.0, 0.02);
    }

    private static List<MessageDraw> Draw(Scenario scenario, int count)
    {
        var draws = new MessageDraws(scenario, 5);
        return [.. Enumerable.Range(0, count).Select(_ => draws.Next())];
    }
}
