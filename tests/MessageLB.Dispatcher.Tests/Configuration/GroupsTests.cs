using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

public sealed class GroupsTests
{
    [Fact]
    public void Load_Group_InheritsFromLoadBalancerAndOverrides()
    {
        var config = TempYaml.Load("""
            groups:
              orders:
                routes: orders.#
                health_monitoring: {timeout: 100ms}
                performance_monitoring: {alerting: true}
              bills:
                routes: [bills.*, invoices.#]
                algorithm: round_robin
            load_balancer:
              algorithm: least_connections
              health_monitoring: {check_interval: 2s}
            """).GetConfig();

        Assert.Equal(["orders", "bills"], config.Groups.Select(group => group.Name));
        Assert.Equal(["least_connections", "round_robin"], config.Groups.Select(group => group.Algorithm));
        Assert.All(config.Groups, group => Assert.Equal(TimeSpan.FromSeconds(2), group.HealthMonitoring.CheckInterval));
        Assert.Equal([TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300)], config.Groups.Select(group => group.HealthMonitoring.Timeout));
        Assert.Equal([true, false], config.Groups.Select(group => group.PerformanceMonitoring is { Enabled: true, Alerting: true }));
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("{single_active: true}", true)]
    [InlineData("{single_active: off}", false)]
    public void Load_SingleActive_IsReadWithoutAWarning(string group, bool expected)
    {
        var result = TempYaml.Load($"groups: {{orders: {group}}}");

        Assert.Equal(expected, Assert.Single(result.GetConfig().Groups).SingleActive);
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("groups: [orders]")]
    [InlineData("groups: [{name: orders}]")]
    [InlineData("groups: {orders: }")]
    [InlineData("groups: {orders: {}}")]
    public void Load_GroupWithoutSettings_TakesEverything(string yaml)
    {
        var group = Assert.Single(TempYaml.Load(yaml).GetConfig().Groups);

        Assert.Equal("orders", group.Name);
        Assert.Equal(["#"], group.Routes);
    }

    [Theory]
    [InlineData("destinations: [a, b]")]
    [InlineData("destinations: [{name: a}, {name: b}]")]
    [InlineData("destinations: {a: , b: {}}")]
    public void Load_DestinationsInAnyForm_AreTheSame(string destinations)
    {
        var group = Assert.Single(TempYaml.Load($"groups: {{orders: {{{destinations}}}}}").GetConfig().Groups);

        Assert.Equal([new DestinationConfig { Name = "a" }, new DestinationConfig { Name = "b" }], group.Destinations);
    }

    [Theory]
    [InlineData("destinations: [{name: a, weight: 5, window: concurrency+2}]")]
    [InlineData("destinations: {a: {weight: 5, window: concurrency + 2}}")]
    public void Load_DestinationSettings_AreRead(string destinations)
    {
        var group = Assert.Single(TempYaml.Load($"groups: {{orders: {{{destinations}}}}}").GetConfig().Groups);

        Assert.Equal([new DestinationConfig { Name = "a", Weight = 5, Window = WindowConfig.Concurrency(2) }], group.Destinations);
    }

    [Fact]
    public void Load_WeightsInShortForm_AreRead()
    {
        var group = Assert.Single(TempYaml.Load("groups: {orders: {destinations: {a: 5, b: 3, c: 2}}}").GetConfig().Groups);

        Assert.Equal([5, 3, 2], group.Destinations.Select(destination => destination.Weight));
    }

    [Theory]
    [InlineData("groups: {orders: {destinations: [{weight: 1}]}}", "1:34: groups.orders.destinations[0].name: is missing: write a name of 1 to 64 of A-Z, a-z, 0-9, - and _")]
    [InlineData("groups: {orders: {destinations: [a, a]}}", "1:37: groups.orders.destinations[1].name: \"a\" is listed twice in this group")]
    [InlineData("groups: {orders: {destinations: {a b: 1}}}", "1:34: groups.orders.destinations.a b: \"a b\" is no valid name: use 1 to 64 of A-Z, a-z, 0-9, - and _")]
    [InlineData("groups: {orders: {destinations: {a: 1000001}}}", "1:37: groups.orders.destinations.a.weight: \"1000001\" is out of range: must be 0 to 1000000")]
    [InlineData("groups: {orders: {destinations: {a: {window: 0}}}}", "1:46: groups.orders.destinations.a.window: \"0\" is out of range: a window is 1 to 100000")]
    [InlineData("groups: {orders: {destinations: a, discovery: false, window: 100001}}", "1:62: groups.orders.window: \"100001\" is out of range: a window is 1 to 100000")]
    [InlineData("groups: {orders: {discovery: false}}", "1:10: groups.orders.destinations: is empty while 'discovery' is off, so nothing could ever take a message: list destinations or turn discovery on")]
    [InlineData("groups: {orders: {discovery: false, destinations: {a: 0}}}", "1:37: groups.orders.destinations: all have weight 0, so nothing would take a message: give one a weight of 1 or more")]
    [InlineData("groups: {or.ders: {}}", "1:10: groups.or.ders: \"or.ders\" is no valid name: use 1 to 64 of A-Z, a-z, 0-9, - and _")]
    [InlineData("groups: [a, {name: a, routes: b}]", "1:13: groups.a: is configured twice")]
    public void Load_BadGroup_SaysWhere(string yaml, string expected) =>
        Assert.Equal([$"messagelb.yaml:{expected}"], TempYaml.Errors(yaml));

    [Fact]
    public void Load_OverlappingRoutes_NamesAKeyThatBothTake()
    {
        var errors = TempYaml.Errors("""
            groups:
              a: {routes: [orders.*, "#"]}
              b: {routes: ["*.eu", other]}
              c: {routes: ["#"]}
            """);

        Assert.Equal(
            [
                "messagelb.yaml:3:16: groups.b.routes[0]: \"*.eu\" overlaps 'orders.*' of group 'a': both match 'orders.eu'",
                "messagelb.yaml:4:16: groups.c.routes[0]: \"#\" makes a second catch-all beside group 'a': give each group its own patterns",
            ],
            errors);
    }

    [Fact]
    public void Load_InheritedMistake_IsToldOnceWhereItWasWritten()
    {
        var errors = TempYaml.Errors("""
            load_balancer: {health_monitoring: {timeout: 0s}}
            groups:
              a: {routes: a}
              b: {routes: b}
            """);

        Assert.Equal(["messagelb.yaml:1:46: load_balancer.health_monitoring.timeout: \"0s\" is out of range: must be 1ms to 1h"], errors);
    }

    [Fact]
    public void Load_MistakeThatEveryGroupOverrides_IsToldAllTheSame()
    {
        var errors = TempYaml.Errors("""
            load_balancer: {health_monitoring: {timeout: 0s}}
            groups:
              a: {health_monitoring: {timeout: 1s}}
            """);

        Assert.Equal(["messagelb.yaml:1:46: load_balancer.health_monitoring.timeout: \"0s\" is out of range: must be 1ms to 1h"], errors);
    }
}
