using MessageLB.Core.Configuration;
using MessageLB.InMemory;
using MessageLB.RabbitMq;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.CommandLine.Transports;

/// <summary>Makes the transport that a configuration asks for.</summary>
internal static class TransportFactory
{
    /// <summary>What closes connections of workers that hang; null if no management API is configured.</summary>
    public static IConnectionCloser? CreateCloser(BrokerConfig broker)
    {
        if (broker is not { Uri: { } uri, Management: { Uri: { } address } management }) return null;
        var login = uri.UserInfo.Split(':', 2);
        var path = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        // The broker's own login goes together: its user with another one's password would never be right.
        var (password, file) = management.Username is null && management is { Password: null, PasswordFile: null }
            ? (broker.Password ?? (login.Length == 2 ? Uri.UnescapeDataString(login[1]) : "guest"), broker.PasswordFile)
            : (management.Password ?? "", management.PasswordFile);
        return new RabbitMqManagement(new RabbitMqManagementOptions
        {
            Uri = address,
            VirtualHost = path.Length == 0 ? "/" : path,
            Username = management.Username ?? broker.Username ?? (login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : "guest"),
            Password = async token => file is null ? password : await ReadAsync(file, token),
        });
    }

    /// <param name="broker">Where the broker is; without an address the embedded transport.</param>
    /// <param name="loggers">Where the transport logs.</param>
    /// <param name="time">Clock.</param>
    public static ITransport Create(BrokerConfig broker, ILoggerFactory loggers, TimeProvider time)
    {
        if (broker.Uri is null) return new InMemoryTransport(new InMemoryOptions { MaxMessageSize = broker.MaxMessageSize, Time = time });
        return new RabbitMqTransport(new RabbitMqOptions
        {
            Uri = broker.Uri,
            Hosts = broker.Hosts,
            Username = broker.Username,
            Password = broker.Password,
            PasswordFile = broker.PasswordFile,
            Tls = new RabbitMqTlsOptions
            {
                ServerName = broker.Tls.ServerName,
                CaFile = broker.Tls.CaFile,
                CertificateFile = broker.Tls.CertificateFile,
                KeyFile = broker.Tls.KeyFile,
            },
            MaxMessageSize = broker.MaxMessageSize,
            TimeProvider = time,
            LoggerFactory = loggers,
        });
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return (await File.ReadAllTextAsync(file, cancellationToken)).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MessageLBException($"Cannot read the password file '{file}': {e.Message}", e);
        }
    }
}
