using System.Net;
using MessageLB.Core.Alerts;
using MessageLB.Core.Probes;

namespace MessageLB.Core.Configuration;

/// <summary>An address that notices of alerts are posted to.</summary>
public sealed record WebhookConfig
{
    /// <summary>Default of <see cref="Attempts"/>.</summary>
    public const int DefaultAttempts = 6;

    /// <summary>The address, <c>https://</c> or <c>http://</c>. Never shown, for its path may be a secret.</summary>
    public string? Url { get; init; }

    /// <summary>File with the secret that notices are signed with, read at every attempt; null for none.</summary>
    public string? SecretFile { get; init; }

    /// <summary>The same as the name of an environment variable.</summary>
    public string? SecretEnv { get; init; }

    /// <summary>Networks that it may be in. Default <see cref="AddressRule.DefaultAllow"/>: private ones and this machine.</summary>
    public IReadOnlyList<IPNetwork> Allow { get; init; } = AddressRule.DefaultAllow;

    /// <summary>Whether it is told of the end of alerts too. Default true.</summary>
    public bool SendResolved { get; init; } = true;

    /// <summary>Least severity that it is told of. Default: all.</summary>
    public AlertSeverity MinSeverity { get; init; }

    /// <summary>Longest that an attempt may take. <value>100 ms to 1 min, default 10 s.</value></summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts until a notice is given up. <value>1 to 20, default 6: within about 31 s, and the time that they take.</value></summary>
    public int Attempts { get; init; } = DefaultAttempts;
}
