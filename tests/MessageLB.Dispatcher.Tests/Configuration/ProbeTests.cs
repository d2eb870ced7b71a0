using System.Net;
using MessageLB.Core.Configuration;
using MessageLB.Core.Probes;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

/// <summary>The section <c>probe</c> of a group.</summary>
public sealed class ProbeTests
{
    private const string Http = "kind: http, url: 'http://{destination}.workers:8080/healthz'";
    private const string Path = "groups.orders.probe";

    [Fact]
    public void Load_NoSection_IsNoProbe() => Assert.Null(TempYaml.Load("groups: {orders: {}}").GetConfig().Groups[0].Probe);

    [Fact]
    public void Load_Defaults_AreThoseOfHaproxyAtALongerInterval()
    {
        var probe = Load("kind: message");

        Assert.Equal((ProbeKind.Message, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), 3, 2, 0.2), (probe.Kind, probe.Interval, probe.Timeout, probe.Fall, probe.Rise, probe.Jitter));
        Assert.Equal(AddressRule.DefaultAllow, probe.Allow);
    }

    [Fact]
    public void Load_EveryKey_IsTaken()
    {
        var probe = Load($"{Http}, interval: 2s, timeout: 500ms, fall: 5, rise: 1, jitter: 10%, expect: 200-204, authorization_file: /run/secrets/probe, allow: [10.20.0.0/16, 'fd00::/8']");

        Assert.Equal((ProbeKind.Http, "http://{destination}.workers:8080/healthz"), (probe.Kind, probe.Url));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(500), 5, 1, 0.1), (probe.Interval, probe.Timeout, probe.Fall, probe.Rise, probe.Jitter));
        Assert.Equal((new StatusRange(200, 204), "/run/secrets/probe"), (probe.Expect, probe.AuthorizationFile));
        Assert.Equal([IPNetwork.Parse("10.20.0.0/16"), IPNetwork.Parse("fd00::/8")], probe.Allow);
    }

    [Theory]
    [InlineData("kind: http", ".url: is missing: a probe of kind 'http' needs it")]
    [InlineData("kind: tcp", ".address: is missing: a probe of kind 'tcp' needs it")]
    [InlineData("kind: tcp, address: '{destination}'", ".address: \"{destination}\" is no address of a probe: write {destination}:8080, a host and a port")]
    [InlineData("kind: tcp, address: 'a:1', url: 'http://a/'", ".url: is for the kind 'http': write 'kind: http', or leave it out")]
    [InlineData("kind: message, address: 'a:1'", ".address: is for the kind 'tcp': write 'kind: tcp', or leave it out")]
    [InlineData("kind: http, url: 'ftp://a/'", ".url: \"ftp://a/\" is no address of a probe: write http://{destination}:8080/path, or https://")]
    [InlineData("kind: http, url: 'http://u:secret@a/'", ".url: \"http://***@a/\" must not hold a login: use 'authorization_file' or 'authorization_env'")]
    [InlineData(Http + ", interval: 1s, timeout: 2s", ".timeout: \"2s\" is longer than interval, 1s: the next probe would be due before this one has failed")]
    [InlineData(Http + ", fall: 0", ".fall: \"0\" is out of range: must be 1 to 100")]
    [InlineData(Http + ", rise: 101", ".rise: \"101\" is out of range: must be 1 to 100")]
    [InlineData(Http + ", interval: 10ms", ".interval: \"10ms\" is out of range: must be 100ms to 1h")]
    [InlineData(Http + ", jitter: 60%", ".jitter: \"60%\" is out of range: must be 0% to 50%")]
    [InlineData(Http + ", expect: ok", ".expect: \"ok\" is no range of status codes: write 200-399, or one code such as 204")]
    [InlineData(Http + ", allow: [10.0.0.1/8]", ".allow[0]: \"10.0.0.1/8\" is no network: write 10.0.0.0/8 or fd00::/8, without bits behind the prefix")]
    [InlineData(Http + ", allow: []", ".allow: is empty, so nothing could be probed: list networks such as 10.0.0.0/8")]
    [InlineData(Http + ", authorization_file: f, authorization_env: E", ".authorization_env: \"E\" cannot stand beside 'groups.orders.probe.authorization_file': keep one of them")]
    public void Load_BadSettings_AreRefused(string settings, string expected)
    {
        var errors = TempYaml.Errors(Yaml(settings));

        Assert.Contains(errors, e => e.EndsWith(Path + expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_SecretInTheFile_IsNoKey() => Assert.Contains($"{Path}.authorization: unknown key", Assert.Single(TempYaml.Errors(Yaml(Http + ", authorization: Bearer x"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("kind: message, expect: 200", ".expect: changes nothing: it is for probes of kind 'http'")]
    [InlineData("kind: message, authorization_env: E", ".authorization_env: changes nothing: it is for probes of kind 'http'")]
    [InlineData("kind: message, allow: 10.0.0.0/8", ".allow: changes nothing: a probe of kind 'message' goes to no address")]
    [InlineData(Http + ", authorization_env: E", ".url: sends the header Authorization in plain text: write https://, unless the network is trusted")]
    public void Load_QuestionableSettings_AreWarnings(string settings, string expected)
    {
        var warning = Assert.Single(TempYaml.Warnings(Yaml(settings)));

        Assert.EndsWith(Path + expected, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_HealthCheckingOff_IsAWarning() => Assert.Contains(
        TempYaml.Warnings("groups: {orders: {health_checking: false, probe: {kind: message}}}"),
        w => w.EndsWith($"{Path}: changes nothing: 'health_checking' is off, so nobody is probed", StringComparison.Ordinal));

    [Fact]
    public void Load_Probe_TellsHowLongItTakes() => Assert.Contains(
        Loaded($"{Http}, interval: 2s").Consequences.Select(c => c.Text),
        text => text == "a destination that does not answer is out after 8.2 s at most (2 s × 1.2 × 3 + 1 s)");

    [Fact]
    public void Load_ProbeByMessage_TellsWhoIsNotProbed() => Assert.Contains(
        Loaded("kind: message").Consequences.Select(c => c.Text),
        text => text.StartsWith("destinations without heartbeats (level 0) are not probed", StringComparison.Ordinal));

    private static string Yaml(string settings) => $"groups: {{orders: {{probe: {{{settings}}}}}}}";

    private static Dispatcher.Configuration.ConfigResult Loaded(string settings) => TempYaml.Load(Yaml(settings));

    private static ProbeConfig Load(string settings)
    {
        Assert.Empty(TempYaml.Errors(Yaml(settings)));
        return Loaded(settings).GetConfig().Groups[0].Probe!;
    }
}
