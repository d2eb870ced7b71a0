namespace MessageLB.RabbitMq;

/// <summary>
/// TLS towards the broker. The server's certificate and host name are always verified; there is no switch to turn that off.
/// Files are read at every connect, so that renewed certificates need no restart.
/// </summary>
public sealed record RabbitMqTlsOptions
{
    /// <summary>Host name expected in the server's certificate; null takes the host that is connected to.</summary>
    public string? ServerName { get; init; }

    /// <summary>PEM file with the authorities to trust instead of the system's; null trusts the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM file with the client's certificate, for brokers that ask for one; null for none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file with the client's private key; null if <see cref="CertificateFile"/> holds it too.</summary>
    public string? KeyFile { get; init; }
}
