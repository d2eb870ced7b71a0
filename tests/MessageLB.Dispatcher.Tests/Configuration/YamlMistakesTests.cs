using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

/// <summary>What a user reads for each kind of mistake in a file: place, path, value, rule and what was probably meant.</summary>
public sealed class YamlMistakesTests
{
    [Fact]
    public void Load_ManyMistakes_TellsAllOfThemInOrder()
    {
        var errors = TempYaml.Errors("""
            http: nowhere
            load_balancer:
              algorithm: least_conections
              health_monitoring:
                check_interval: "15"
                timeout: 2h
                failure_treshold: 2
                recovery_threshold: 1.5
              failover: maybe
              performance_monitoring:
                metrics: [throughput, latency]
                thresholds:
                  throughput: 1000
                  error_rate: 5
            groups:
              orders:
                prefetch: 2001
                delivery: holt
                window: large
            """);

        Assert.Equal(
            [
                "messagelb.yaml:1:7: http.listen: \"nowhere\" is not an address to listen on: write an IP address and a port, such as 127.0.0.1:8080, [::1]:8080 or *:8080",
                "messagelb.yaml:3:14: load_balancer.algorithm: \"least_conections\" is no routing policy: use one of round_robin, weighted_round_robin, random, weighted_random, least_connections, weighted_least_connections, power_of_two, response_time, consistent_hash, health_based, prequal, first, cost_aware. Did you mean 'least_connections'?",
                "messagelb.yaml:5:21: load_balancer.health_monitoring.check_interval: \"15\" is not a duration: write a number with a unit, such as 15s, 250ms or 1m30s",
                "messagelb.yaml:6:14: load_balancer.health_monitoring.timeout: \"2h\" is out of range: must be 1ms to 1h",
                "messagelb.yaml:7:5: load_balancer.health_monitoring.failure_treshold: unknown key. Did you mean 'failure_threshold'?",
                "messagelb.yaml:8:25: load_balancer.health_monitoring.recovery_threshold: \"1.5\" is not a whole number",
                "messagelb.yaml:9:13: load_balancer.failover: \"maybe\" is not a boolean: write true or false",
                "messagelb.yaml:11:27: load_balancer.performance_monitoring.metrics[1]: \"latency\" is not one of response_time, throughput, error_rate, availability",
                "messagelb.yaml:13:19: load_balancer.performance_monitoring.thresholds.throughput: \"1000\" is not a rate: write a number and a time, such as 1000/s, 60/min or 2k/s",
                "messagelb.yaml:14:19: load_balancer.performance_monitoring.thresholds.error_rate: \"5\" may mean two things: write 5% or a fraction such as 0.05",
                "messagelb.yaml:17:15: groups.orders.prefetch: \"2001\" is out of range: must be 1 to 2000",
                "messagelb.yaml:18:15: groups.orders.delivery: \"holt\" is not one of handoff, hold. Did you mean 'hold'?",
                "messagelb.yaml:19:13: groups.orders.window: \"large\" is not a window: write auto, a number, concurrency or concurrency+1",
            ],
            errors);
    }

    [Theory]
    [InlineData("load_balancr: {}", "1:1: load_balancr: unknown key. Did you mean 'load_balancer'?")]
    [InlineData("colour: red", "1:1: colour: unknown key")]
    [InlineData("load_balancer: {helth_monitoring: {}}", "1:17: load_balancer.helth_monitoring: unknown key. Did you mean 'health_monitoring'?")]
    [InlineData("load_balancer: {check_interval: 1s}", "1:17: load_balancer.check_interval: unknown key. Did you mean 'load_balancer.health_monitoring.check_interval'?")]
    [InlineData("groups: {a: {rotues: x}}", "1:14: groups.a.rotues: unknown key. Did you mean 'routes'?")]
    [InlineData("groups: {a: {destinations: [{name: x, wieght: 1}]}}", "1:39: groups.a.destinations[0].wieght: unknown key. Did you mean 'weight'?")]
    public void Load_UnknownKey_GuessesWhatWasMeant(string yaml, string expected) =>
        Assert.Equal([$"messagelb.yaml:{expected}"], TempYaml.Errors(yaml));

    [Theory]
    [InlineData("load_balancer: fast", "1:16: load_balancer: this must be a map with keys such as 'algorithm', not a single value")]
    [InlineData("load_balancer: [a]", "1:1: load_balancer: this must be a map with keys such as 'algorithm', not a list")]
    [InlineData("shutdown_timeout: [1s]", "1:1: shutdown_timeout: must be a single value (duration), not a list")]
    [InlineData("shutdown_timeout: {a: 1s}", "1:1: shutdown_timeout: must be a single value (duration), not a map")]
    [InlineData("groups: orders", "1:9: groups: must be a map from names to groups, not a single value: write 'orders:' and its settings below")]
    [InlineData("groups: [{routes: a}]", "1:10: groups[0]: has no name: write 'orders:' and its settings below")]
    [InlineData("groups: {a: {routes: {b: c}}}", "1:14: groups.a.routes: must be a list of topic patterns, not a map")]
    public void Load_WrongKindOfNode_SaysWhatItMustBe(string yaml, string expected) =>
        Assert.Equal([$"messagelb.yaml:{expected}"], TempYaml.Errors(yaml));

    [Theory]
    [InlineData("http: off\nhttp: off", "2:1: http: is written twice: first at ")]
    [InlineData("http: {listen: off, listen: off}", "1:21: http.listen: is written twice: first at ")]
    [InlineData("shutdown_timeout: 1s\nshutdownTimeout: 2s", "2:1: shutdownTimeout: is written twice: first at ")]
    [InlineData("load_balancer: {failover: true, failover: {}}", "1:33: load_balancer.failover: is written twice: first at ", true)]
    [InlineData("load_balancer: {dynamic_adjustment: true, dynamic_adjustment: {enabled: false}}", "1:64: load_balancer.dynamic_adjustment.enabled: is written twice: first at ")]
    public void Load_KeyWrittenTwice_NamesBothPlaces(string yaml, string expected, bool joined = false)
    {
        var error = Assert.Single(TempYaml.Errors(yaml));

        // A switch and a map are one setting; where the setting is no section, the map is the mistake.
        if (joined) Assert.Equal("messagelb.yaml:1:33: load_balancer.failover: must be a single value (boolean), not a map", error);
        else Assert.StartsWith($"messagelb.yaml:{expected}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http: off\n---\nhttp: off", "2:1: a second document begins here: keep one in a file")]
    [InlineData("- a\n- b", "1:1: is not a map of settings: write a key with a colon, and its settings behind or below it")]
    [InlineData("hello", "1:1: is not a map of settings: write a key with a colon, and its settings behind or below it")]
    [InlineData("load_balancer:\n\talgorithm: random", "2:1: is not valid YAML: the line is indented with a tab; use blanks")]
    [InlineData("load_balancer:\n  algorithm: random\n\tfailover: true", "3:1: is not valid YAML: the line is indented with a tab; use blanks")]
    [InlineData("load_balancer:\n  algorithm: \"random", "2:14: is not valid YAML: While scanning a quoted scalar, found unexpected end of stream.")]
    [InlineData("http: @off", "1:7: is not valid YAML: While scanning for the next token, found character that cannot start any token.")]
    [InlineData("broker: *unknown", "1:9: the alias *unknown has no anchor before it")]
    [InlineData("broker: &a {tls: *a}", "1:18: the alias *a has no anchor before it")]
    [InlineData("http: off\0\nbroker: x", "1:10: is not text: it contains the character NUL")]
    public void Load_NoYamlMap_SaysWhere(string yaml, string expected) =>
        Assert.Equal([$"messagelb.yaml:{expected}"], TempYaml.Errors(yaml));

    [Theory]
    [InlineData("http: !secret off", "1:7: http: has the tag !secret; tags are not read")]
    [InlineData("? [a, b]\n: 1", "1:3: has a key that is no plain text")]
    [InlineData("groups: {a: {<<: {prefetch: 1}}}", "1:14: groups.a: uses a merge key (<<), which is not read: what groups share belongs in 'load_balancer'")]
    public void Load_YamlBeyondWhatIsRead_SaysWhere(string yaml, string expected) =>
        Assert.Equal([$"messagelb.yaml:{expected}"], TempYaml.Errors(yaml));

    [Fact]
    public void Load_FileThatIsNoYaml_StillTellsMistakesOfOtherSources()
    {
        using var file = new TempYaml("http: @off");

        var result = Dispatcher.Configuration.ConfigLoader.Load(new Dispatcher.Configuration.ConfigSources
        {
            FilePath = file.Path,
            Environment = new Dictionary<string, string> { ["MESSAGELB__SHUTDOWN_TIMEOUT"] = "15" },
        });

        Assert.Null(result.Config);
        Assert.Equal(["", "shutdown_timeout"], result.Errors.Select(error => error.Path));
    }

    [Fact]
    public void Load_MoreErrorsThanAnyoneReads_StopsAfterAThousand()
    {
        var yaml = string.Concat(Enumerable.Range(0, 5000).Select(i => $"key{i}: 1\n"));

        var errors = TempYaml.Errors(yaml);

        Assert.Equal(1001, errors.Count);
        Assert.Contains(errors, error => error.EndsWith("there are more than 1000 errors; those that follow are left out", StringComparison.Ordinal));
    }
}
