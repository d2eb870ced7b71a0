using System.Text;
using MessageLB.Core.Configuration;
using MessageLB.Core.Forwarding;
using MessageLB.Core.Hashing;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Forwarding;

public sealed class ForwardRulesTests
{
    [Fact]
    public void Target_FirstRuleThatApplies_Decides()
    {
        var rules = Rules(
            new() { When = [new() { Header = "region", EqualTo = "eu" }], To = "eu" },
            new() { When = [new() { Header = "region" }], To = "world" });

        Assert.Equal("eu", rules.Target(Message(("region", "eu"))));
        Assert.Equal("world", rules.Target(Message(("region", "us"))));
        Assert.Null(rules.Target(Message()));
    }

    [Theory]
    [InlineData("eu", true)]
    [InlineData("uk", true)]
    [InlineData("eu-west", false)]
    public void Target_OneOf_IsAnyOfThem(string value, bool applies)
    {
        var rules = Rules(new ForwardRuleConfig { When = [new() { Header = "region", OneOf = ["eu", "uk"] }], To = "other" });

        Assert.Equal(applies ? "other" : null, rules.Target(Message(("region", value))));
        Assert.Equal(applies ? "other" : null, rules.Target(Message(("region", Encoding.UTF8.GetBytes(value)))));
    }

    [Theory]
    [InlineData("eu-west", true)]
    [InlineData("eu", false)]
    [InlineData("EU-west", false)]
    public void Target_Prefix_IsHowItBegins(string value, bool applies)
    {
        var rules = Rules(new ForwardRuleConfig { When = [new() { Header = "region", Prefix = "eu-" }], To = "other" });

        Assert.Equal(applies ? "other" : null, rules.Target(Message(("region", value))));
        Assert.Equal(applies ? "other" : null, rules.Target(Message(("region", Encoding.UTF8.GetBytes(value)))));
    }

    [Fact]
    public void Target_Number_IsTheTextThatPeopleWriteForIt()
    {
        var rules = Rules(new ForwardRuleConfig { When = [new() { Header = "version", EqualTo = "2" }], To = "other" });

        Assert.Equal("other", rules.Target(Message(("version", 2))));
        Assert.Equal("other", rules.Target(Message(("version", 2L))));
        Assert.Null(rules.Target(Message(("version", 20))));
    }

    [Fact]
    public void Target_Absent_AppliesOnlyWithoutTheHeader()
    {
        var rules = Rules(new ForwardRuleConfig { When = [new() { Header = "traced", Present = false }], To = "other" });

        Assert.Equal("other", rules.Target(Message()));
        Assert.Null(rules.Target(Message(("traced", ""))));
        Assert.Null(rules.Target(Message(("traced", new List<object?>()))));
    }

    [Fact]
    public void Target_SeveralConditions_AllMustHold()
    {
        var rules = Rules(new ForwardRuleConfig { When = [new() { Header = "region", EqualTo = "eu" }, new() { Types = ["placed", "paid"], RoutingKey = "orders.*.new" }], To = "other" });
        var message = Message(("region", "eu"));
        message.Properties.Type = "paid";

        Assert.Equal("other", rules.Target(message with { RoutingKey = "orders.shop.new" }));
        Assert.Null(rules.Target(message with { RoutingKey = "orders.new" }));
        message.Properties.Type = "returned";
        Assert.Null(rules.Target(message with { RoutingKey = "orders.shop.new" }));
    }

    [Fact]
    public void Target_SplitByKey_TheSameKeyAlwaysGoesTheSameWay()
    {
        var rules = Rules(Split(KeySource.Default));
        var again = Rules(Split(KeySource.Default));
        var canary = 0;

        for (var i = 0; i < 20_000; i++)
        {
            var message = Message((HeaderNames.Key, $"customer-{i}"));
            var target = rules.Target(message);
            if (target == "canary") canary++;
            else Assert.Null(target);
            Assert.Equal(target, again.Target(message));
            Assert.Equal(target, rules.Target(Message((HeaderNames.Key, Encoding.UTF8.GetBytes($"customer-{i}")))));
        }

        // 10 % of 20,000, within four standard deviations (42 each).
        Assert.InRange(canary, 1830, 2170);
    }

    [Fact]
    public void Target_SplitWithoutKey_IsEvenOverAnyStretch()
    {
        var rules = Rules(Split(by: null));
        var canary = Enumerable.Range(0, 10_000).Select(_ => rules.Target(Message()) == "canary" ? 1 : 0).ToList();

        for (var start = 0; start + 100 <= canary.Count; start++) Assert.InRange(canary.Skip(start).Take(100).Sum(), 8, 12);
        Assert.InRange(canary.Sum(), 998, 1002);
    }

    [Fact]
    public void Target_KeyOfASplit_SaysNothingAboutWhereItsHashLies()
    {
        // A consistent_hash in the canary group would else see only the last tenth of the ring.
        var rules = Rules(Split(KeySource.Default));
        var quarters = new int[4];
        for (var i = 0; i < 20_000; i++)
        {
            if (rules.Target(Message((HeaderNames.Key, $"customer-{i}"))) == "canary") quarters[StableHash.Of($"customer-{i}".AsSpan()) >> 62]++;
        }

        Assert.All(quarters, count => Assert.InRange(count, 400, 600));
    }

    [Fact]
    public void Target_SentOnBefore_Stays()
    {
        var rules = Rules(new ForwardRuleConfig { To = "other" });
        var message = Message((HeaderNames.RoutingKey, "orders.new"));

        Assert.Null(rules.Target(message with { Exchange = "" }));
        // From any other exchange the header is a publisher's, and proves nothing.
        Assert.Equal("other", rules.Target(message));
    }

    [Fact]
    public void Target_AnyRule_AllocatesNothing()
    {
        var rules = Rules(
            new() { When = [new() { Header = "region", OneOf = ["eu", "uk"] }, new() { RoutingKey = "orders.#.new" }], To = "eu" },
            Split(KeySource.Default));
        var message = Message(("region", "us"u8.ToArray()), (HeaderNames.Key, "customer-1"u8.ToArray()));
        rules.Target(message);

        var allocated = Allocations.InSteadyState(() =>
        {
            for (var i = 0; i < 100; i++) rules.Target(message);
        });

        Assert.Equal(0, allocated);
    }

    private static ForwardRules Rules(params ForwardRuleConfig[] rules) => new("stable", rules);

    private static ForwardRuleConfig Split(KeySource? by) => new() { Split = [new("stable", 90), new("canary", 10)], By = by };

    private static Delivery Message(params (string Name, object? Value)[] headers) => new(
        1, Names.IngressExchange, "orders.new", false, new MessageProperties { Headers = headers.ToDictionary(h => h.Name, h => h.Value) }, default);
}
