using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>Where RabbitMQ is, how to log in, and how long to wait for it. Immutable; <see cref="ToString"/> shows no secret.</summary>
public sealed record RabbitMqOptions
{
    /// <summary>Default of <see cref="ConnectTimeout"/>.</summary>
    public static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="Heartbeat"/>.</summary>
    public static readonly TimeSpan DefaultHeartbeat = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="ConfirmTimeout"/>.</summary>
    public static readonly TimeSpan DefaultConfirmTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="CallTimeout"/>.</summary>
    public static readonly TimeSpan DefaultCallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="MaxMessageSize"/>: what RabbitMQ 4 takes unless it is told otherwise.</summary>
    public const int DefaultMaxMessageSize = 16 * 1024 * 1024;

    /// <summary>
    /// Address: <c>amqp://user:password@host:port/vhost</c>, or <c>amqps://…</c> for TLS. Port 5672 (TLS 5671), virtual host
    /// <c>/</c> and user <c>guest</c> are taken where it says nothing.
    /// </summary>
    public required Uri Uri { get; init; }

    /// <summary>
    /// Further hosts of the same cluster, each <c>host</c> or <c>host:port</c>. The first connection is tried at one of all
    /// hosts at random and then at those after it, in order; later ones begin where the last one succeeded, or after the one
    /// that was lost. <value>Default: none.</value>
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>User; null takes the address's, and without one there <c>guest</c>.</summary>
    public string? Username { get; init; }

    /// <summary>Password; null takes the address's, and without one there <c>guest</c>.</summary>
    public string? Password { get; init; }

    /// <summary>File that holds the password; read at every connect, so that a rotated secret needs no restart. Wins over <see cref="Password"/>.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Asked for credentials at every connect; wins over every other setting. <value>Default: none.</value></summary>
    public Func<CancellationToken, ValueTask<RabbitMqCredentials>>? Credentials { get; init; }

    /// <summary>TLS; in force when the scheme is <c>amqps</c>.</summary>
    public RabbitMqTlsOptions Tls { get; init; } = new();

    /// <summary>Most time for one attempt to connect to one host: TCP, TLS and login. <value>100 ms to 5 min, default 10 s.</value></summary>
    public TimeSpan ConnectTimeout { get; init; } = DefaultConnectTimeout;

    /// <summary>
    /// Heartbeat that is negotiated with the broker; a silent connection is given up after three to four of them.
    /// <value>1 s to 10 min, default 10 s; below 5 s a busy machine gives false alarms.</value>
    /// </summary>
    public TimeSpan Heartbeat { get; init; } = DefaultHeartbeat;

    /// <summary>
    /// A publisher whose oldest publish is not confirmed for this time ends its session, whatever becomes of later ones, unless the
    /// broker has said that it does not read (<c>connection.blocked</c>). <value>100 ms to 10 min, default 10 s.</value>
    /// </summary>
    public TimeSpan ConfirmTimeout { get; init; } = DefaultConfirmTimeout;

    /// <summary>A call that the broker does not answer in this time ends its session. <value>100 ms to 10 min, default 10 s.</value></summary>
    public TimeSpan CallTimeout { get; init; } = DefaultCallTimeout;

    /// <summary>Largest body in bytes that is published. <value>1 KiB to 512 MiB, default 16 MiB. Larger ones are still received.</value></summary>
    public int MaxMessageSize { get; init; } = DefaultMaxMessageSize;

    /// <summary>Most channels on one connection, if the broker allows as many. <value>Default: what brokers allow by default.</value></summary>
    internal ushort ChannelMax { get; init; } = ConnectionFactory.DefaultChannelMax;

    /// <summary>Clock for every time limit. <value>Default: the system's.</value></summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the transport logs. <value>Default: nowhere.</value></summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The address without secrets.</summary>
    public override string ToString() => new BrokerAddress(this).ToString();
}
