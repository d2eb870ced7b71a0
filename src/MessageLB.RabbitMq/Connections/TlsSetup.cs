using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>Turns TLS options into the client's, reading certificates from their files.</summary>
internal static class TlsSetup
{
    public static SslOption Create(RabbitMqTlsOptions tls, BrokerHost host)
    {
        var ssl = new SslOption(tls.ServerName ?? host.Name, enabled: true);
        try
        {
            if (tls.CaFile is { } authorities) ssl.CertificateValidationCallback = TrustOnly(authorities);
            if (tls.CertificateFile is { } certificate) ssl.Certs = [LoadClientCertificate(certificate, tls.KeyFile)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new MessageLBException($"Cannot load a TLS file: {e.Message} Check 'ca_file', 'certificate_file' and 'key_file'.", e);
        }

        return ssl;
    }

    private static RemoteCertificateValidationCallback TrustOnly(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return (_, certificate, presented, errors) =>
        {
            // The chain is built anew with our own authorities; everything else that was found wrong, above all another host
            // name, stays wrong.
            if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1")); // server authentication
            if (presented is not null) chain.ChainPolicy.ExtraStore.AddRange(presented.ChainElements.Select(e => e.Certificate).ToArray());
            using var server = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            return chain.Build(server);
        };
    }

    private static X509Certificate2 LoadClientCertificate(string certificateFile, string? keyFile)
    {
        using var pem = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);

        // A key that was read from PEM lives in memory only, which the TLS stack of Windows does not take; one from PKCS 12 it does.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
    }
}
