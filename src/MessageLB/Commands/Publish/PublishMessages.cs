using System.Globalization;
using MessageLB.CommandLine.Publishing;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Publish;

/// <summary>What is to be published. The message ids carry one id for the command and the number of the message.</summary>
internal sealed record PublishMessages : IMessageSource
{
    private readonly string _run = Guid.NewGuid().ToString("N");

    /// <summary>Routing key.</summary>
    public required string RoutingKey { get; init; }

    /// <summary>How many messages.</summary>
    public required long Total { get; init; }

    /// <summary>Messages per second; 0 for as fast as possible.</summary>
    public required double PerSecond { get; init; }

    /// <summary>The body of each.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Content type.</summary>
    public required string ContentType { get; init; }

    /// <summary>Whether the messages survive a restart of the broker.</summary>
    public required bool Persistent { get; init; }

    /// <summary>Headers; null for none.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <inheritdoc />
    public long? Count => Total;

    /// <summary>Message id of a number.</summary>
    public string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_run}-{number}");

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Make(long number, long due, MessageProperties properties, out string routingKey)
    {
        properties.MessageId = IdOf(number);
        properties.ContentType = ContentType;
        properties.Persistent = Persistent;
        if (Headers.Count > 0) properties.Headers = Headers.ToDictionary(h => h.Key, h => (object?)h.Value);
        routingKey = RoutingKey;
        return Body;
    }
}
