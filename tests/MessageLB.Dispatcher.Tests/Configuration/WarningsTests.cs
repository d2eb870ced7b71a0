using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

/// <summary>What is allowed and probably not meant, and what is accepted and not active yet.</summary>
public sealed class WarningsTests
{
    [Theory]
    [InlineData("http: 0.0.0.0:8080", "1:7: http.listen: is open beyond this machine, and the API has no accounts: whoever reaches the port can publish and read status")]
    [InlineData("http: {listen: \"*:8080\"}", "1:16: http.listen: is open beyond this machine, and the API has no accounts: whoever reaches the port can publish and read status")]
    [InlineData("broker: {username: u}", "1:1: broker: a login without 'broker.uri' has no effect: the embedded transport asks for none")]
    [InlineData("broker: {uri: \"amqp://h\", password: p}", "1:37: broker.password: holds a password in plain text: use 'broker.password_file' or the environment variable MESSAGELB__BROKER__PASSWORD")]
    [InlineData("broker: amqp://u:p@h", "1:9: broker.uri: holds a password in plain text: use 'broker.password_file' or the environment variable MESSAGELB__BROKER__PASSWORD")]
    [InlineData("broker: {uri: \"amqp://h\", tls: {ca_file: ca.pem}}", "1:27: broker.tls: has no effect with amqp://: write amqps:// to encrypt")]
    [InlineData("load_balancer: {health_monitoring: {recovery_threshold: 1}}", "1:57: load_balancer.health_monitoring.recovery_threshold: of 1 lets a destination flap: a single sign of life brings it back")]
    [InlineData("load_balancer: {health_monitoring: {timeout: 3s}}", "1:46: load_balancer.health_monitoring.timeout: 3s is longer than check_interval, 1s: a sign of life may be so late that the next one is due")]
    [InlineData("groups: {a: {destinations: {x: 0}}}", "1:14: groups.a.destinations: all have weight 0: only discovered destinations get messages")]
    public void Load_ProbablyNotMeant_Warns(string yaml, string expected)
    {
        Assert.Empty(TempYaml.Errors(yaml));
        Assert.Equal([$"messagelb.yaml:{expected}"], TempYaml.Warnings(yaml));
    }

    [Theory]
    [InlineData("http: 127.0.0.1:8080")]
    [InlineData("http: \"[::1]:8080\"")]
    [InlineData("http: localhost:0")]
    [InlineData("http: off")]
    [InlineData("broker: {uri: \"amqps://u@h:5671/orders\", password_file: /run/secrets/broker, tls: {ca_file: ca.pem}}")]
    [InlineData("load_balancer: {health_checking: true, failover: false, dynamic_adjustment: false}")]
    [InlineData("load_balancer: {failover: true, quality: {failover_support: true}}")]
    [InlineData("groups: {a: {delivery: handoff, frame_max: 1, frame_delay: 1ms}}")]
    [InlineData("groups: {a: {delivery: hand-off}}")]
    [InlineData("groups: {a: {delivery: hold, hold_limit: 25m, hold_memory: 1GiB}}")]
    public void Load_AsItShouldBe_SaysNothing(string yaml)
    {
        Assert.Empty(TempYaml.Errors(yaml));
        Assert.Empty(TempYaml.Warnings(yaml));
        Assert.Empty(TempYaml.Notices(yaml));
    }

    [Theory]
    [InlineData("load_balancer: {algorithm: Least-Conn}", "1:28: load_balancer.algorithm: 'Least-Conn' means 'least_connections'")]
    [InlineData("load_balancer: {algorithm: ip_hash}", "1:28: load_balancer.algorithm: 'ip_hash' means 'consistent_hash'")]
    public void Load_AcceptedAndMeansLess_IsNoted(string yaml, string expected)
    {
        Assert.Empty(TempYaml.Errors(yaml));
        Assert.Equal([$"messagelb.yaml:{expected}"], TempYaml.Notices(yaml));
    }

    [Theory]
    [InlineData("response_time", "no weight is adjusted: 'response_time' follows the measured service times by itself, and adjusted weights would count them twice")]
    [InlineData("round_robin", "no weight is adjusted: 'round_robin' goes by no weights")]
    public void Load_AdjustmentUnderAPolicyThatHasNoUseForIt_TellsSo(string policy, string expected)
    {
        var consequences = TempYaml.Load($"groups: {{a: {{algorithm: {policy}, dynamic_adjustment: true}}}}").Consequences;

        Assert.Equal(expected, consequences.Single(consequence => consequence.Path == "groups.a.dynamic_adjustment").Text);
    }

    [Fact]
    public void Load_HoldWithListedDestinations_TellsWhatTheyNeed()
    {
        var consequences = TempYaml.Load("groups: {a: {delivery: hold, destinations: [x]}}").Consequences.Select(consequence => $"{consequence.Path}: {consequence.Text}");

        Assert.Contains("groups.a.delivery: a message that has no result after 10 min counts as a failed attempt, while its worker may still be at work on it", consequences);
        Assert.Contains("groups.a.destinations: destinations without heartbeats that say 'results' (level 0 among them) get no messages with 'delivery: hold'", consequences);
    }

    [Theory]
    [InlineData("{hold_limit: 5s}", "groups.a.hold_limit: has no effect: it belongs to 'delivery: hold'")]
    [InlineData("{hold_memory: 5MiB}", "groups.a.hold_memory: has no effect: it belongs to 'delivery: hold'")]
    [InlineData("{delivery: hold, waiting_memory: 5MiB}", "groups.a.waiting_memory: has no effect with 'delivery: hold': 'hold_memory' bounds all messages in the dispatcher")]
    public void Load_SettingOfTheOtherMode_IsWarnedOf(string group, string expected) =>
        Assert.Contains(TempYaml.Warnings($"groups: {{a: {group}}}"), warning => warning.EndsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void Load_NoCatchAll_TellsWhatBecomesOfTheRest()
    {
        var consequences = TempYaml.Load("groups: {a: {routes: a}}").Consequences.Select(consequence => $"{consequence.Path}: {consequence.Text}");

        Assert.Equal(
            [
                "groups.a: a worker that is killed is noticed within milliseconds (presence token); stopped or cut off: within 2.4 s (1 s × 2 + 300 ms + 100 ms); hung with live heartbeats: within 32.2 s (30 s, or 10 × p99 if that is longer, + 2 × 1.1 s); back from a loss: full strength 30 s after its first heartbeat (slow_start)",
                "groups: a message that no route matches comes back to a publisher that sent it as mandatory, and is dropped otherwise; a group with the route # would take it",
            ],
            consequences);
    }

    [Theory]
    [InlineData(
        "{check_interval: 2s, timeout: 300ms, failure_threshold: 3, recovery_threshold: 4, hung_after: 1m, hung_factor: 2.5, slow_start: 10s}",
        "stopped or cut off: within 6.4 s (2 s × 3 + 300 ms + 100 ms); hung with live heartbeats: within 1 min 4.4 s (1 min, or 2.5 × p99 if that is longer, + 2 × 2.2 s); back from a loss: full strength 16 s after its first heartbeat (3 × 2 s + 10 s)")]
    [InlineData(
        "{recovery_management: false, recovery_threshold: 3, hung_after: 0s}",
        "stopped or cut off: within 2.4 s (1 s × 2 + 300 ms + 100 ms); hung with live heartbeats: never (hung_after is 0s); back from a loss: full strength 2 s after its first heartbeat (2 × 1 s)")]
    [InlineData(
        "{slow_start: 0s}",
        "stopped or cut off: within 2.4 s (1 s × 2 + 300 ms + 100 ms); hung with live heartbeats: within 32.2 s (30 s, or 10 × p99 if that is longer, + 2 × 1.1 s); back from a loss: full strength with its first heartbeat")]
    public void Load_Figures_AreSummedUp(string health, string expected)
    {
        var consequence = TempYaml.Load($"groups: {{a: {{routes: a, health_monitoring: {health}}}}}").Consequences[0];

        Assert.Equal(("groups.a", "a worker that is killed is noticed within milliseconds (presence token); " + expected), (consequence.Path, consequence.Text));
    }

    [Fact]
    public void Load_NoHealthChecking_SaysWhatIsNotNoticed()
    {
        var consequence = TempYaml.Load("groups: {a: {health_checking: false}}").Consequences[0];

        Assert.Equal(
            "a worker that is killed is noticed within milliseconds (presence token); stopped or cut off: when its connection ends (health_checking is off); hung with live heartbeats: never (health_checking is off); back from a loss: full strength 30 s after its first heartbeat (slow_start)",
            consequence.Text);
    }
}
