namespace MessageLB.Core.Configuration;

/// <summary>Where the broker is and how to log in. Secrets are never printed: <see cref="ToString"/> redacts them.</summary>
public sealed record BrokerConfig
{
    /// <summary>Default of <see cref="ConnectTimeout"/>.</summary>
    public static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Address such as <c>amqp://host:5672/vhost</c> or <c>amqps://…</c>; null for the embedded transport.</summary>
    public Uri? Uri { get; init; }

    /// <summary>Further hosts of the same cluster, each <c>host</c> or <c>host:port</c>. <value>Default: none.</value></summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>User; null takes the address's, and without one there <c>guest</c>.</summary>
    public string? Username { get; init; }

    /// <summary>Password; null takes the address's. Prefer <see cref="PasswordFile"/> or the environment.</summary>
    public string? Password { get; init; }

    /// <summary>File that holds the password, as container platforms mount secrets; read at every connect.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>TLS; in force when the address starts with <c>amqps</c>.</summary>
    public TlsConfig Tls { get; init; } = new();

    /// <summary>The management API; null if it is not to be used.</summary>
    public ManagementConfig? Management { get; init; }

    /// <summary>How long the first connection may take, retries included. <value>1 s to 1 h, default 30 s.</value></summary>
    public TimeSpan ConnectTimeout { get; init; } = DefaultConnectTimeout;

    /// <summary>Largest message in bytes. <value>1 KiB to 128 MiB, default 16 MiB (RabbitMQ 4's own limit).</value></summary>
    public int MaxMessageSize { get; init; } = 16 * 1024 * 1024;

    /// <summary><see cref="Uri"/> and <see cref="Hosts"/>; null for the embedded transport.</summary>
    public ClusterAddress? Address
    {
        get => Uri is null ? null : new ClusterAddress(Uri, Hosts);
        init => (Uri, Hosts) = (value?.Uri, value?.Hosts ?? []);
    }

    /// <summary>The address without secrets.</summary>
    public override string ToString() =>
        Uri is null ? "embedded" : $"{Uri.Scheme}://{string.Join(',', Hosts.Prepend($"{Uri.Host}:{(Uri.Port > 0 ? Uri.Port : Uri.Scheme == "amqps" ? 5671 : 5672)}"))}{Uri.AbsolutePath}";
}
