namespace MessageLB.Core.Configuration;

/// <summary>TLS towards the broker. The server's certificate and host name are always verified.</summary>
public sealed record TlsConfig
{
    /// <summary>Host name expected in the certificate; null takes the address's host.</summary>
    public string? ServerName { get; init; }

    /// <summary>PEM file with the authorities to trust; null trusts the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM file with the client's certificate; null for none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file with the client's private key; null if the certificate file holds it.</summary>
    public string? KeyFile { get; init; }
}
