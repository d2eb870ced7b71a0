using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Configuration;

public sealed class RouteMovesTests
{
    [Fact]
    public void Between_Nothing_IsNothing()
    {
        var moves = Between([("a", "order.#")], new GroupConfig { Name = "a", Routes = ["order.#"] });

        Assert.Empty(moves.Unbind);
        Assert.Empty(moves.Bind);
        Assert.False(moves.NeedsKeeping);
    }

    [Fact]
    public void Between_RouteGoesToAnotherGroup_UnbindsFirstAndKeepsWhatComesMeanwhile()
    {
        var moves = Between([("a", "order.#"), ("b", "x")], new GroupConfig { Name = "a", Routes = [] }, new GroupConfig { Name = "b", Routes = ["x", "order.#"] });

        Assert.Equal([("a", "order.#")], moves.Unbind);
        Assert.Equal([("b", "order.#")], moves.Bind);
        Assert.Equal((true, true), (moves.Crosses, moves.NeedsKeeping));
    }

    [Fact]
    public void Between_RouteGoesToAnotherGroupBesideACatchAll_KeepsNothing()
    {
        var moves = Between([("a", "order.#"), ("c", "#")], new GroupConfig { Name = "b", Routes = ["order.#"] }, new GroupConfig { Name = "c", Routes = ["#"] });

        Assert.Equal((true, false), (moves.Crosses, moves.NeedsKeeping));
    }

    [Fact]
    public void Between_RouteChangesWithinAGroup_BindsFirst()
    {
        var moves = Between([("a", "order.#")], new GroupConfig { Name = "a", Routes = ["order.*"] });

        Assert.False(moves.Crosses);
        Assert.Equal([("a", "order.#")], moves.Unbind);
        Assert.Equal([("a", "order.*")], moves.Bind);
    }

    [Fact]
    public void Between_NewRoute_TakesItAwayFromQueuesOfAnEarlierLife()
    {
        var moves = Between([("a", "x")], new GroupConfig { Name = "a", Routes = ["x"] }, new GroupConfig { Name = "b", Routes = ["y"] });

        Assert.Equal([("a", "y")], moves.Unbind);
        Assert.False(moves.Crosses);
    }

    [Fact]
    public void Between_CatchAllMoves_GoesLast()
    {
        var moves = Between([("a", "#"), ("a", "x")], new GroupConfig { Name = "b", Routes = ["#", "x"] });

        Assert.Equal([("a", "x"), ("a", "#")], moves.Unbind);
    }

    private static RouteMoves Between((string, string)[] former, params GroupConfig[] groups) => RouteMoves.Between(former, groups);
}
