using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class RoutingPolicyRegistryTests
{
    private readonly RoutingPolicyRegistry _registry = new(
    [
        new("second", _ => new ListeningPolicy()),
        new("First", _ => new ListeningPolicy()),
    ]);

    [Fact]
    public void Names_Any_AreSorted() => Assert.Equal(["First", "second"], _registry.Names);

    [Theory]
    [InlineData("second")]
    [InlineData("SECOND")]
    public void Create_NameInAnyCase_MakesANewInstance(string name) => Assert.NotSame(_registry.Create(name, GroupConfig.Default), _registry.Create(name, GroupConfig.Default));

    [Fact]
    public void Create_UnknownName_SaysWhichThereAre()
    {
        var thrown = Assert.Throws<MessageLBException>(() => _registry.Create("third", GroupConfig.Default));

        Assert.Equal("There is no routing policy 'third'; known are First, second.", thrown.Message);
    }

    [Fact]
    public void New_NameTwice_Throws()
    {
        var thrown = Assert.Throws<MessageLBException>(() => new RoutingPolicyRegistry(
        [
            new("mine", _ => new ListeningPolicy()),
            new("Mine", _ => new ListeningPolicy()),
        ]));

        Assert.Equal("Two routing policies are named 'Mine': give the custom one another name.", thrown.Message);
    }

    [Theory]
    [InlineData("least_conn")]
    [InlineData("Least-Connections")]
    public void Create_AnotherSpellingOfABuiltIn_MakesIt(string name) =>
        Assert.Equal("least_connections", RoutingPolicyRegistry.BuiltIn.Create(name, GroupConfig.Default).Name);

    [Fact]
    public void With_FreeName_AddsToTheOthersAndTellsTheFactoryTheGroup()
    {
        GroupConfig? told = null;
        var registry = RoutingPolicyRegistry.BuiltIn.With("My-Policy", group =>
        {
            told = group;
            return new ListeningPolicy();
        });

        Assert.IsType<ListeningPolicy>(registry.Create("my_policy", GroupConfig.Default));
        Assert.Same(GroupConfig.Default, told);
        Assert.Equal((true, true, false), (registry.Knows("MY_POLICY"), registry.Knows("p2c"), RoutingPolicyRegistry.BuiltIn.Knows("my_policy")));
        Assert.Equal(RoutingPolicyNames.All.Count + 1, registry.Names.Count());
    }

    [Theory]
    [InlineData("random", "A custom routing policy cannot be named 'random': configuration takes that for the built-in 'random'. Give it another name.")]
    [InlineData("Least-Conn", "A custom routing policy cannot be named 'Least-Conn': configuration takes that for the built-in 'least_connections'. Give it another name.")]
    [InlineData("mine", "Two routing policies are named 'mine': give the custom one another name.")]
    [InlineData("Mine", "Two routing policies are named 'Mine': give the custom one another name.")]
    [InlineData("my policy", "'my policy' is no name for a routing policy: use 1 to 64 of A-Z, a-z, 0-9, - and _.")]
    public void With_NameThatIsTakenOrNone_Throws(string name, string expected)
    {
        var registry = RoutingPolicyRegistry.BuiltIn.With("mine", _ => new ListeningPolicy());

        var thrown = Assert.Throws<MessageLBException>(() => registry.With(name, _ => new ListeningPolicy()));

        Assert.Equal(expected, thrown.Message);
    }

    [Fact]
    public void BuiltIn_EveryPolicy_GoesByItsName() =>
        Assert.All(RoutingPolicyRegistry.BuiltIn.Names, name => Assert.Equal(name, RoutingPolicyRegistry.BuiltIn.Create(name, GroupConfig.Default).Name));

    [Fact]
    public void BuiltIn_EveryName_IsThere() =>
        Assert.Equal(
            RoutingPolicyNames.All.Order(StringComparer.Ordinal),
            RoutingPolicyRegistry.BuiltIn.Names);

    [Fact]
    public void BuiltIn_EveryPolicy_HasAContractTest()
    {
        var tested = typeof(RoutingPolicyContract).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(RoutingPolicyContract)) && !t.IsAbstract)
            .Select(t => t.Name.Replace("PolicyTests", "", StringComparison.Ordinal));

        Assert.Equal(
            RoutingPolicyRegistry.BuiltIn.Names.Select(name => RoutingPolicyRegistry.BuiltIn.Create(name, GroupConfig.Default).GetType().Name.Replace("Policy", "", StringComparison.Ordinal)).Order(),
            tested.Order());
    }
}
