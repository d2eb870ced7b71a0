using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class RoutingPolicyNamesTests
{
    [Theory]
    [InlineData("round_robin", "round_robin")]
    [InlineData("Round-Robin", "round_robin")]
    [InlineData("roundrobin", "round_robin")]
    [InlineData("least_conn", "least_connections")]
    [InlineData("leastconn", "least_connections")]
    [InlineData("LEAST-LOADED", "least_connections")]
    [InlineData("weighted", "weighted_round_robin")]
    [InlineData("static-rr", "weighted_round_robin")]
    [InlineData("PowerOfTwoChoices", "power_of_two")]
    [InlineData("LeastRequests", "least_connections")]
    [InlineData("WeightedRoundRobin", "weighted_round_robin")]
    [InlineData("random_two_least_conn", "power_of_two")]
    [InlineData("ring_hash", "consistent_hash")]
    [InlineData("MAGLEV", "consistent_hash")]
    [InlineData("hdr", "consistent_hash")]
    [InlineData("ip_hash", "consistent_hash")]
    [InlineData("source", "consistent_hash")]
    [InlineData(" response_time ", "response_time")]
    public void Resolve_NameOrAlias_IsThePolicy(string written, string name) => Assert.Equal(name, RoutingPolicyNames.Resolve(written));

    [Theory]
    [InlineData("")]
    [InlineData("fastest")]
    [InlineData("uri")]
    [InlineData("round robin")]
    public void Resolve_UnknownName_IsNull(string written) => Assert.Null(RoutingPolicyNames.Resolve(written));

    [Fact]
    public void IsAlias_NameInAnotherSpelling_IsNone()
    {
        Assert.False(RoutingPolicyNames.IsAlias("Round-Robin"));
        Assert.True(RoutingPolicyNames.IsAlias("Least-Conn"));
    }

    [Fact]
    public void Aliases_All_MeanAPolicyAndAreNone()
    {
        Assert.All(RoutingPolicyNames.Aliases.Values, name => Assert.Contains(name, RoutingPolicyNames.All));
        Assert.All(RoutingPolicyNames.Aliases.Keys, alias => Assert.DoesNotContain(alias, RoutingPolicyNames.All));
        Assert.All(RoutingPolicyNames.Aliases.Keys, alias => Assert.Equal(RoutingPolicyNames.Aliases[alias], RoutingPolicyNames.Resolve(alias)));
    }
}
