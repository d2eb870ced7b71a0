using MessageLB.Core.Configuration;
using MessageLB.InMemory;
using MessageLB.RabbitMq;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.CommandLine.Transports;

/// <summary>Makes the transport that a configuration asks for.</summary>
internal static class TransportFactory
{
    /// <param name="broker">Where the broker is; without an address the embedded transport.</param>
    /// <param name="loggers">Where the transport logs.</param>
    /// <param name="time">Clock.</param>
    public static ITransport Create(BrokerConfig broker, ILoggerFactory loggers, TimeProvider time)
    {
        if (broker.Uri is null) return new InMemoryTransport(new InMemoryOptions { MaxMessageSize = broker.MaxMessageSize, Time = time });
        return new RabbitMqTransport(new RabbitMqOptions
        {
            Uri = broker.Uri,
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
}
