using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MessageLB.Testing;

/// <summary>An authority with a server's and a client's certificate, as PEM files in a folder of their own.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("messagelb-tls-").FullName;

    /// <summary>Makes the files.</summary>
    /// <param name="serverName">Whose the server's certificate is.</param>
    public TestCertificates(string serverName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=MessageLB test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());
        Issue(authority, "server", "1.3.6.1.5.5.7.3.1", serverName);
        Issue(authority, "client", "1.3.6.1.5.5.7.3.2", "worker");
    }

    /// <summary>The authority.</summary>
    public string AuthorityFile => Path.Combine(_folder, "ca.pem");

    /// <summary>The server.</summary>
    public string ServerFile => Path.Combine(_folder, "server.pem");

    /// <summary>Its key.</summary>
    public string ServerKeyFile => Path.Combine(_folder, "server.key");

    /// <summary>The client.</summary>
    public string ClientFile => Path.Combine(_folder, "client.pem");

    /// <summary>Its key.</summary>
    public string ClientKeyFile => Path.Combine(_folder, "client.key");

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Issue(X509Certificate2 authority, string name, string usage, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(subject);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(20), Guid.NewGuid().ToByteArray());
        File.WriteAllText(Path.Combine(_folder, $"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, $"{name}.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
