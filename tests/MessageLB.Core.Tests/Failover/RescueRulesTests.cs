using MessageLB.Core.Configuration;
using MessageLB.Core.Failover;
using Xunit;

namespace MessageLB.Core.Tests.Failover;

public sealed class RescueRulesTests
{
    [Theory]
    [InlineData(StickyFailure.Redistribute, 0)]
    [InlineData(StickyFailure.Wait, 7)]
    [InlineData(StickyFailure.Strict, null)]
    public void Delay_StickyGroup_IsAsItsKeysWait(StickyFailure onFailure, int? seconds)
    {
        var group = GroupConfig.Default with { Sticky = new StickyConfig { OnFailure = onFailure, Wait = TimeSpan.FromSeconds(7) } };

        Assert.Equal(seconds, RescueRules.Delay(group)?.TotalSeconds);
    }

    [Fact]
    public void Delay_DefaultGroup_IsNone() => Assert.Equal(TimeSpan.Zero, RescueRules.Delay(GroupConfig.Default));

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Delay_SwitchedOff_IsNever(bool failover, bool support) =>
        Assert.Null(RescueRules.Delay(GroupConfig.Default with { Failover = failover, Quality = new QualityConfig { FailoverSupport = support } }));
}
