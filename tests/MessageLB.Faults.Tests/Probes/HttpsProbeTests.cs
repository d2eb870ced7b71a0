using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Probes;

/// <summary>Probes over TLS: the certificate must be one that the dispatcher's system trusts, and for the name that was asked.</summary>
public sealed class HttpsProbeTests(LocalBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost", true, "passing")]
    [InlineData("localhost", false, "failing")]
    [InlineData("somebody-else", true, "failing")]
    public async Task Probe_OverTls_PassesOnlyWithATrustedCertificateOfThatName(string name, bool isTrusted, string expected)
    {
        using var certificates = new TestCertificates(name);
        await using var server = new TlsAnswers(certificates.ServerFile, certificates.ServerKeyFile);
        await using var scene = await Scene.OpenAsync(broker);
        var trust = new Dictionary<string, string>();
        if (isTrusted) trust["SSL_CERT_FILE"] = certificates.AuthorityFile;
        await scene.DispatcherAsync($"groups:\n  default:\n    routes: ['#']\n    probe: {{kind: http, url: 'https://localhost:{server.Port}/', interval: 2s, timeout: 2s, fall: 1, rise: 1}}\n", environment: trust);
        scene.Worker("default", "a", "--work", "none");

        JsonElement probe = default;
        await Eventually.TrueAsync(async () => (await scene.DestinationAsync("a"))?.TryGetProperty("probe", out probe) == true && probe.GetProperty("state").GetString() == expected, $"the probe is {expected}", Token);

        if (expected == "failing") Assert.Contains("certificate", probe.GetProperty("reason").GetString(), StringComparison.OrdinalIgnoreCase);
    }
}
