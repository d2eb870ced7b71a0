using MessageLB.Core.Probes;

namespace MessageLB.Core.Configuration;

/// <summary>How the settings of a group's probes go together.</summary>
internal static class ProbeRules
{
    public static void Check(GroupConfig group, ProbeConfig probe, string path, ConfigFindings findings)
    {
        CheckTarget(probe, path, findings);
        if (probe.Timeout > probe.Interval)
        {
            findings.Error(path + ".timeout", Duration.Format(probe.Timeout), $"is longer than interval, {Duration.Format(probe.Interval)}: the next probe would be due before this one has failed");
        }

        if (!group.HealthChecking) findings.Warn(path, "changes nothing: 'health_checking' is off, so nobody is probed");
        if (probe is { AuthorizationFile: not null, AuthorizationEnv: not null })
        {
            findings.Error(path + ".authorization_env", probe.AuthorizationEnv, $"cannot stand beside '{path}.authorization_file': keep one of them");
        }

        if (probe.Kind != ProbeKind.Http) WarnOfHttpOnly(probe, path, findings);
        if (probe.Kind == ProbeKind.Message && findings.OriginOf(path + ".allow") is not null) findings.Warn(path + ".allow", "changes nothing: a probe of kind 'message' goes to no address");
        if (probe.Allow.Count == 0 && probe.Kind != ProbeKind.Message) findings.Error(path + ".allow", null, "is empty, so nothing could be probed: list networks such as 10.0.0.0/8");
    }

    private static void CheckTarget(ProbeConfig probe, string path, ConfigFindings findings)
    {
        CheckTarget(probe, probe.Url, path, "url", ProbeKind.Http, findings);
        CheckTarget(probe, probe.Address, path, "address", ProbeKind.Tcp, findings);
    }

    private static void CheckTarget(ProbeConfig probe, string? written, string path, string key, ProbeKind kind, ConfigFindings findings)
    {
        var word = kind == ProbeKind.Http ? "http" : "tcp";
        if (written is null)
        {
            if (probe.Kind == kind) findings.Error($"{path}.{key}", null, $"is missing: a probe of kind '{word}' needs it");
            return;
        }

        if (probe.Kind != kind)
        {
            findings.Error($"{path}.{key}", null, $"is for the kind '{word}': write 'kind: {word}', or leave it out");
            return;
        }

        var isRight = kind == ProbeKind.Http ? ProbeTarget.TryHttp(written, out _, out var problem) : ProbeTarget.TryTcp(written, out _, out problem);
        // Somebody may have written a login into it.
        if (!isRight) findings.Error($"{path}.{key}", Redaction.WithoutCredentials(written), problem!);
        else if (kind == ProbeKind.Http && written.StartsWith("http:", StringComparison.OrdinalIgnoreCase) && (probe.AuthorizationFile ?? probe.AuthorizationEnv) is not null)
        {
            findings.Warn($"{path}.{key}", "sends the header Authorization in plain text: write https://, unless the network is trusted");
        }
    }

    private static void WarnOfHttpOnly(ProbeConfig probe, string path, ConfigFindings findings)
    {
        Warn("authorization_file", probe.AuthorizationFile is not null);
        Warn("authorization_env", probe.AuthorizationEnv is not null);
        Warn("expect", findings.OriginOf(path + ".expect") is not null);

        void Warn(string key, bool isWritten)
        {
            if (isWritten) findings.Warn($"{path}.{key}", "changes nothing: it is for probes of kind 'http'");
        }
    }
}
