using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

public sealed class FallbackTests
{
    [Fact]
    public void Load_LongForms_AreRead()
    {
        var group = TempYaml.Load("""
            groups:
              orders: {routes: orders.#, fallback: {to: standby, after: 500ms}, when_none: {action: dead_letter, after: 90s}}
              standby: {routes: standby.#}
            """).GetConfig().Groups[0];

        Assert.Equal(new FallbackConfig { To = "standby", After = TimeSpan.FromMilliseconds(500) }, group.Fallback);
        Assert.Equal(new WhenNoneConfig { Action = NobodyAction.DeadLetter, After = TimeSpan.FromSeconds(90) }, group.WhenNone);
    }

    [Fact]
    public void Load_ShortForms_HaveTheDefaults()
    {
        var groups = TempYaml.Load("groups: {orders: {routes: orders.#, fallback: standby, when_none: dead_letter}, standby: {}}").GetConfig().Groups;

        Assert.Equal(new FallbackConfig { To = "standby", After = TimeSpan.FromSeconds(2) }, groups[0].Fallback);
        Assert.Equal(new WhenNoneConfig { Action = NobodyAction.DeadLetter, After = TimeSpan.FromMinutes(5) }, groups[0].WhenNone);
        Assert.Equal((null, NobodyAction.Hold), (groups[1].Fallback.To, groups[1].WhenNone.Action));
    }

    [Theory]
    [InlineData("fallback: standbye", "1:47: groups.orders.fallback.to: \"standbye\" is no group of this configuration. Did you mean 'standby'?")]
    [InlineData("fallback: {to: other}", "1:52: groups.orders.fallback.to: \"other\" is no group of this configuration")]
    [InlineData("fallback: orders", "1:47: groups.orders.fallback.to: \"orders\" leads back to where it began: orders → orders")]
    [InlineData("fallback: {to: standby, after: 11m}", "1:68: groups.orders.fallback.after: \"11m\" is out of range: must be 0s to 10m")]
    [InlineData("when_none: drop", "1:48: groups.orders.when_none.action: \"drop\" is not one of hold, dead_letter")]
    [InlineData("when_none: {action: dead_letter, after: 1h}", "1:77: groups.orders.when_none.after: \"1h\" is out of range: must be 1s to 20m")]
    public void Load_Mistake_IsToldWithItsPlace(string keys, string expected) =>
        Assert.Equal([$"messagelb.yaml:{expected}"], TempYaml.Errors($"groups: {{orders: {{routes: orders.#, {keys}}}, standby: {{}}}}"));

    [Fact]
    public void Load_Circle_IsToldOnce()
    {
        var errors = TempYaml.Errors("""
            groups:
              first: {routes: first, fallback: a}
              a: {routes: a, fallback: b}
              b: {routes: b, fallback: c}
              c: {routes: c, fallback: a}
            """);

        Assert.Equal(["messagelb.yaml:3:28: groups.a.fallback.to: \"b\" leads back to where it began: a → b → c → a"], errors);
    }

    [Theory]
    [InlineData("fallback: {after: 5s}", "1:55: groups.orders.fallback.after: has no effect without 'to' and a group")]
    [InlineData("when_none: {after: 5s}", "1:56: groups.orders.when_none.after: has no effect: it belongs to 'action: dead_letter'")]
    [InlineData("sticky: {on_failure: strict}, fallback: standby", "1:77: groups.orders.fallback: sends messages to group 'standby' while nobody is left here, although 'on_failure: strict' lets them wait for their destination")]
    [InlineData("forward: [{to: standby}], fallback: standby", "1:73: groups.orders.fallback: has no effect: every message of this group is forwarded by its rules")]
    public void Load_PointlessSetting_IsAWarning(string keys, string expected) =>
        Assert.Equal([$"messagelb.yaml:{expected}"], TempYaml.Warnings($"groups: {{orders: {{routes: orders.#, {keys}}}, standby: {{}}}}"));

    [Theory]
    [InlineData("fallback: standby", "when no worker is left, messages go to group 'standby' after 2 s without anybody")]
    [InlineData("when_none: dead_letter", "when no worker is left, messages that have waited for 5 min become dead letters")]
    [InlineData("fallback: standby, when_none: dead_letter", "when no worker is left, messages go to group 'standby' after 2 s without anybody; if nobody is there either, messages that have waited for 5 min become dead letters")]
    public void Load_SomethingToDo_IsSpeltOut(string keys, string expected)
    {
        var consequences = TempYaml.Load($"groups: {{orders: {{routes: orders.#, {keys}}}, standby: {{}}}}").Consequences;

        Assert.Equal(expected, Assert.Single(consequences, c => c.Text.StartsWith("when", StringComparison.Ordinal)).Text);
    }
}
