using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

public sealed class ShadowTests
{
    [Theory]
    [InlineData("groups: {orders: {}}", null)]
    [InlineData("groups: {orders: {shadow: }}", null)]
    [InlineData("groups: {orders: {shadow: least_connections}}", "least_connections")]
    [InlineData("groups: {orders: {shadow: Least-Conn}}", "least_connections")]
    public void Load_Shadow_IsRead(string yaml, string? shadow)
    {
        var group = Assert.Single(TempYaml.Load(yaml).GetConfig().Groups);

        Assert.Equal(shadow, group.Shadow);
    }

    [Fact]
    public void Load_Alias_IsNoted() =>
        Assert.Equal(["messagelb.yaml:1:27: groups.orders.shadow: 'rr' means 'round_robin'"], TempYaml.Notices("groups: {orders: {shadow: rr}}"));

    [Fact]
    public void Load_NoPolicy_IsRefusedWithWhatWasProbablyMeant()
    {
        var error = Assert.Single(TempYaml.Errors("groups: {orders: {shadow: round_robbin}}"));

        Assert.StartsWith("messagelb.yaml:1:27: groups.orders.shadow: \"round_robbin\" is no routing policy: use one of round_robin", error, StringComparison.Ordinal);
        Assert.EndsWith("Did you mean 'round_robin'?", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("groups: {orders: {shadow: response_time}}", "1:27", "response_time")]
    [InlineData("groups: {orders: {shadow: rr, algorithm: round_robin}}", "1:27", "round_robin")]
    public void Load_SameAsTheAlgorithm_Warns(string yaml, string place, string policy) => Assert.Equal(
        [$"messagelb.yaml:{place}: groups.orders.shadow: is the group's own policy: two instances of '{policy}' differ only where chance decides"],
        TempYaml.Warnings(yaml));

    [Fact]
    public void Validate_ShadowMadeByCode_MayBeACustomPolicy()
    {
        var findings = ConfigValidator.Validate(MessageLBConfig.Default with { Groups = [GroupConfig.Default with { Shadow = "my_own" }] });

        Assert.Empty(findings.Errors);
        Assert.Empty(findings.Warnings);
    }
}
