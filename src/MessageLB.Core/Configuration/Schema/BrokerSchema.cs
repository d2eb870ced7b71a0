namespace MessageLB.Core.Configuration;

/// <summary>The sections <c>broker</c> and <c>http</c>.</summary>
internal static class BrokerSchema
{
    private static readonly Section<TlsConfig> Tls = new(new Settings<TlsConfig>
    {
        { "server_name", c => c.ServerName, (c, v) => c with { ServerName = v }, Scalars.Line },
        { "ca_file", c => c.CaFile, (c, v) => c with { CaFile = v }, Scalars.Line },
        { "certificate_file", c => c.CertificateFile, (c, v) => c with { CertificateFile = v }, Scalars.Line },
        { "key_file", c => c.KeyFile, (c, v) => c with { KeyFile = v }, Scalars.Line },
    });

    private static readonly Section<ManagementConfig> Management = new(new Settings<ManagementConfig>
    {
        { "uri", c => c.Uri, (c, v) => c with { Uri = v }, Scalars.WebAddress },
        { "username", c => c.Username, (c, v) => c with { Username = v }, Scalars.Line },
        { "password", c => c.Password, (c, v) => c with { Password = v }, Scalars.Secret },
        { "password_file", c => c.PasswordFile, (c, v) => c with { PasswordFile = v }, Scalars.Line },
    });

    public static Section<BrokerConfig> Broker { get; } = new(new Settings<BrokerConfig>
    {
        { "uri", c => c.Address, (c, v) => c with { Address = v }, Scalars.Broker },
        { "username", c => c.Username, (c, v) => c with { Username = v }, Scalars.Line },
        { "password", c => c.Password, (c, v) => c with { Password = v }, Scalars.Secret },
        { "password_file", c => c.PasswordFile, (c, v) => c with { PasswordFile = v }, Scalars.Line },
        { "tls", c => c.Tls, (c, v) => c with { Tls = v }, Tls },
        { "management", c => c.Management, (c, v) => c with { Management = v }, new OptionalSection<ManagementConfig>(Management, new ManagementConfig()) },
        { "connect_timeout", c => c.ConnectTimeout, (c, v) => c with { ConnectTimeout = v }, Scalars.Time.Within("1s", "1h") },
        { "max_message_size", c => c.MaxMessageSize, (c, v) => c with { MaxMessageSize = v }, Scalars.Size.Within("1KiB", "128MiB") },
    })
    {
        Shorthand = "uri",
    };

    public static Section<HttpConfig> Http { get; } = new(new Settings<HttpConfig>
    {
        { "listen", c => c.Listen, (c, v) => c with { Listen = v }, Scalars.Listen },
    })
    {
        Shorthand = "listen",
    };
}
