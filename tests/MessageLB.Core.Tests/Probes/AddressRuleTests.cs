using System.Net;
using MessageLB.Core.Probes;
using Xunit;

namespace MessageLB.Core.Tests.Probes;

/// <summary>Where probes may go.</summary>
public sealed class AddressRuleTests
{
    private static readonly AddressRule Default = new(AddressRule.DefaultAllow);
    private static readonly AddressRule Everything = new([IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")]);

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("64:ff9b::10.1.2.3")]
    public void Refusal_PrivateAddress_IsNone(string address) => Assert.Null(Default.Refusal(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.64.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    [InlineData("::8.8.8.8")]
    [InlineData("fec0::1")]
    public void Refusal_OtherAddress_IsRefusedUnlessItsNetworkIsListed(string address)
    {
        Assert.Equal($"{IPAddress.Parse(address)} is in none of the networks that 'allow' lists", Default.Refusal(IPAddress.Parse(address)));
        Assert.Null(Everything.Refusal(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("169.254.169.254", "a link-local address")]
    [InlineData("169.254.0.1", "a link-local address")]
    [InlineData("fe80::1", "a link-local address")]
    [InlineData("fe80::1%1", "a link-local address")]
    [InlineData("febf::1", "a link-local address")]
    [InlineData("224.0.0.1", "a multicast address")]
    [InlineData("239.255.255.255", "a multicast address")]
    [InlineData("ff02::1", "a multicast address")]
    [InlineData("255.255.255.255", "the broadcast address")]
    [InlineData("0.0.0.0", "the unspecified address")]
    [InlineData("0.1.2.3", "the unspecified address")]
    [InlineData("::", "the unspecified address")]
    [InlineData("fd00:ec2::254", "a cloud's metadata service")]
    [InlineData("fd20:ce::254", "a cloud's metadata service")]
    [InlineData("100.100.100.200", "a cloud's metadata service")]
    [InlineData("168.63.129.16", "a cloud's metadata service")]
    [InlineData("::ffff:169.254.169.254", "a link-local address")]
    [InlineData("::ffff:0.0.0.0", "the unspecified address")]
    [InlineData("64:ff9b::169.254.169.254", "a link-local address")]
    [InlineData("2002:a9fe:a9fe::1", "a link-local address")]
    [InlineData("::169.254.169.254", "a link-local address")]
    public void Refusal_DangerousAddress_IsRefusedWhateverIsListed(string address, string name) =>
        Assert.Equal($"{IPAddress.Parse(address)} is {name}, which is never probed", Everything.Refusal(IPAddress.Parse(address)));

    [Fact]
    public void Refusal_NothingListed_RefusesThisMachineToo() =>
        Assert.Equal("127.0.0.1 is in none of the networks that 'allow' lists", new AddressRule([]).Refusal(IPAddress.Loopback));

    [Fact]
    public void Refusal_OneNetworkListed_AllowsNoOther()
    {
        var rule = new AddressRule([IPNetwork.Parse("10.20.0.0/16")]);

        Assert.Null(rule.Refusal(IPAddress.Parse("10.20.255.1")));
        Assert.NotNull(rule.Refusal(IPAddress.Parse("10.21.0.1")));
        Assert.NotNull(rule.Refusal(IPAddress.Loopback));
    }
}
