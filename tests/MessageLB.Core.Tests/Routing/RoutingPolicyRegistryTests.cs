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

    [Fact]
    public void BuiltIn_EveryPolicy_GoesByItsName() =>
        Assert.All(RoutingPolicyRegistry.BuiltIn.Names, name => Assert.Equal(name, RoutingPolicyRegistry.BuiltIn.Create(name, GroupConfig.Default).Name));

    [Fact]
    public void BuiltIn_EveryNameThatIsNotPlanned_IsThere() =>
        Assert.Equal(
            RoutingPolicyNames.All.Where(name => !RoutingPolicyNames.IsPlanned(name)).Order(StringComparer.Ordinal),
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
