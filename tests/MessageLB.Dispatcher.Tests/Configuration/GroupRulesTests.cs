using MessageLB.Core.Configuration;
using MessageLB.Core.Hashing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

public sealed class GroupRulesTests
{
    private const string OtherGroups = """

          orders-eu: {routes: eu.#}
          canary: {routes: canary.#}
        """;

    [Fact]
    public void Load_EveryRule_IsRead()
    {
        var group = TempYaml.Load("""
            groups:
              orders:
                routes: orders.#
                forward:
                  - when: {header: region, in: [eu, uk]}
                    to: orders-eu
                  - when: [{type: placed}, {header: test, present: false, routing_key: orders.*.new}]
                    split: {orders: 90, canary: 10}
                    by: header:customer
                sticky: {key: correlation-id, on_failure: wait, wait: 2s, ttl: 1h, keys: 5}
                tenants: {key: user-id, weights: {gold: 10, free: 1}, default_weight: 2}
                rate_limit: {rate: 100/s, burst: 50, excess: refuse, per: tenant, tenants: {gold: 500/s}}
                priority: true
                waiting_memory: 8MiB
            """ + OtherGroups).GetConfig().Groups[0];

        Assert.Equal(["eu", "uk"], group.Forward[0].When[0].OneOf);
        Assert.Equal(("region", "orders-eu"), (group.Forward[0].When[0].Header, group.Forward[0].To));
        Assert.Equal(["placed"], group.Forward[1].When[0].Types);
        Assert.Equal(("test", false, "orders.*.new"), (group.Forward[1].When[1].Header, group.Forward[1].When[1].Present, group.Forward[1].When[1].RoutingKey));
        Assert.Equal([new("orders", 90), new("canary", 10)], group.Forward[1].Split);
        Assert.Equal(new KeySource(KeyField.Header, "customer"), group.Forward[1].By);
        Assert.Equal(new StickyConfig { Key = new(KeyField.CorrelationId), OnFailure = StickyFailure.Wait, Wait = TimeSpan.FromSeconds(2), TimeToLive = TimeSpan.FromHours(1), Keys = 5 }, group.Sticky);
        Assert.Equal((new KeySource(KeyField.UserId), 2), (group.Tenants!.Key, group.Tenants.DefaultWeight));
        Assert.Equal([new("gold", 10), new("free", 1)], group.Tenants.Weights);
        Assert.Equal((100.0, 50, ExcessMode.Refuse, LimitScope.Tenant), (group.RateLimit!.Rate, group.RateLimit.Burst, group.RateLimit.Excess, group.RateLimit.Per));
        Assert.Equal([new("gold", 500.0)], group.RateLimit.Tenants);
        Assert.Equal((true, 8 << 20, true), (group.Priority, group.WaitingMemory, group.HasRules));
    }

    [Fact]
    public void Load_ShortForms_MeanTheirMainSetting()
    {
        var group = TempYaml.Load("groups: {orders: {sticky: header:session, tenants: app-id, rate_limit: 60/min}}").GetConfig().Groups[0];

        Assert.Equal(new StickyConfig { Key = new(KeyField.Header, "session") }, group.Sticky);
        Assert.Equal(new TenantsConfig { Key = new(KeyField.AppId) }, group.Tenants);
        Assert.Equal(new RateLimitConfig { Rate = 1 }, group.RateLimit);
    }

    [Fact]
    public void Load_NoRules_HasNone() => Assert.False(TempYaml.Load("groups: {orders: {}}").GetConfig().Groups[0].HasRules);

    [Fact]
    public void Load_ManyMistakes_AllAreToldWithTheirPlaces()
    {
        var errors = Errors("""
            groups:
              orders:
                routes: orders.#
                forward:
                  - {when: {header: region, equals: eu, in: [uk]}, to: orders-ue}
                  - {split: {orders: 90, canery: 10}, by: header}
                  - {when: {equals: x}}
                  - {when: {}, to: orders-eu, by: header:x}
                  - {split: {canary: 1}, to: canary}
                  - {split: {orders: 0, canary: 0}}
                sticky: {on_failure: stric}
                tenants: {weights: {gold: 0}}
                rate_limit: {tenants: {gold: 5/s, free: 5}}
            """ + OtherGroups);

        string[] expected =
        [
            "5: groups.orders.forward[0].to: \"orders-ue\" is no group of this configuration. Did you mean 'orders-eu'?",
            "5: groups.orders.forward[0].when[0].in: cannot stand beside 'equals': list every value in 'in'",
            "6: groups.orders.forward[1].by: \"header\" is no key: write header:NAME, routing-key, type, message-id, correlation-id, user-id or app-id",
            "6: groups.orders.forward[1].split.canery: \"canery\" is no group of this configuration. Did you mean 'canary'?",
            "7: groups.orders.forward[2].when[0]: says what a header must be, but not which: write 'header' and its name",
            "7: groups.orders.forward[2]: says not where to: write 'to' and a group, or 'split' and several with weights",
            "8: groups.orders.forward[3].by: needs 'split' beside it",
            "8: groups.orders.forward[3].when[0]: names nothing: write 'header', 'type' or 'routing_key'",
            "9: groups.orders.forward[4].split: cannot stand beside 'to': keep one of them",
            "10: groups.orders.forward[5].split: gives every group weight 0: give one a weight of 1 or more",
            "11: groups.orders.sticky.on_failure: \"stric\" is not one of redistribute, wait, strict. Did you mean 'strict'?",
            "12: groups.orders.tenants.weights.gold: \"0\" is out of range: must be 1 to 1000000",
            "13: groups.orders.rate_limit.rate: is missing: write a rate such as 100/s",
            "13: groups.orders.rate_limit.tenants.free: \"5\" is not a rate: write a number and a time, such as 1000/s, 60/min or 2k/s",
            "13: groups.orders.rate_limit.tenants: needs 'per: tenant' beside it",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), errors.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Load_GroupsForwardInACircle_IsAMistake()
    {
        var errors = Errors("""
            groups:
              a: {routes: a.#, forward: [{when: {type: x}, to: b}]}
              b: {routes: b.#, forward: [{when: {type: y}, to: c}]}
              c: {routes: c.#, forward: [{when: {type: z}, to: b}, {to: c}]}
            """);

        Assert.Equal(["3: groups.b.forward: leads back to where it began: b → c → b"], errors);
    }

    [Theory]
    [InlineData("{forward: [{to: other}, {when: {type: x}, to: other}]}", "groups.orders.forward[0]: applies to every message, so the rules after it never do: give it a 'when' or put it last")]
    [InlineData("{sticky: {wait: 2s}}", "groups.orders.sticky.wait: has no effect: it belongs to 'on_failure: wait'")]
    [InlineData("{rate_limit: {rate: 5/s, burst: 3}}", "groups.orders.rate_limit.burst: has no effect with 'excess: delay', which lets everything wait for its turn and refuses nothing")]
    [InlineData("{waiting_memory: 2MiB}", "groups.orders.waiting_memory: has no effect: nothing waits in memory without forward, sticky, tenants, rate_limit, priority or order_by")]
    [InlineData("{order_slots: 8}", "groups.orders.order_slots: has no effect without order_by")]
    [InlineData("{order_by: routing-key, tenants: {a: 1}}", "groups.orders.tenants: give turns by tenant: with order_by all messages of one key must be of one tenant")]
    [InlineData("{order_by: routing-key, destinations: [a]}", "groups.orders.order_by: is kept by workers of the SDK; a destination without heartbeats needs one consumer with a prefetch of 1 (docs/ordering.md)")]
    public void Load_ProbablyNotMeant_IsAWarning(string rules, string expected)
    {
        var warning = Assert.Single(TempYaml.Warnings($"groups: {{orders: {rules}, other: {{routes: other.#}}}}"));

        Assert.EndsWith(expected, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OrderBesideWhatReorders_IsAMistake()
    {
        var errors = Errors("groups: {orders: {order_by: header:k, priority: true, sticky: header:k, delivery: hold}}");

        string[] expected =
        [
            "1: groups.orders.sticky: cannot stand beside order_by, which says by itself where each key goes",
            "1: groups.orders.priority: cannot stand beside order_by: messages of one key would overtake each other",
            "1: groups.orders.delivery: \"hold\" cannot stand beside order_by: what a lost worker held would be given out again out of order",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), errors.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Load_OrderBy_HandsOverAloneAndAsksForResults()
    {
        var group = TempYaml.Load("groups: {orders: {order_by: header:account, order_slots: 64}}").Config!.Groups[0];

        Assert.Equal(("header:account", 64), (group.OrderBy!.ToString(), group.OrderSlots));
        Assert.True(group is { IsSingleActive: true, SingleActive: false, NeedsResults: true, HasRules: true });
    }

    [Fact]
    public void Load_TargetHasRulesItself_IsAWarning()
    {
        var warning = Assert.Single(TempYaml.Warnings("""
            groups:
              a: {routes: a.#, forward: {to: b}}
              b: {routes: b.#, forward: {to: c, when: {type: x}}}
              c: {routes: c.#}
            """));

        Assert.EndsWith("groups.a.forward[0].to: leads to group 'b', whose own rules do not look at it any more: a message is forwarded once", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{to: other}]", true)]
    [InlineData("[{when: {type: x}, to: other}]", false)]
    [InlineData("[{split: {orders: 1, other: 1}}]", false)]
    public void Load_NothingCanStay_NeedsNoDestinations(string forward, bool valid) =>
        Assert.Equal(valid, TempYaml.Load($"groups: {{orders: {{discovery: false, forward: {forward}}}, other: {{routes: other.#}}}}").Config is not null);

    /// <summary>The errors with their line.</summary>
    private static List<string> Errors(string yaml) => [.. TempYaml.Errors(yaml).Select(error =>
    {
        var parts = error.Split(':', 4);
        return $"{parts[1]}:{parts[3]}";
    })];
}
