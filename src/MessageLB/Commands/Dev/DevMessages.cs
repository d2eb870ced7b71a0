using System.Globalization;
using MessageLB.CommandLine.Publishing;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>
/// The messages of a run: the message id carries the run and the number, the correlation id when the message was due, so that
/// the worker that completes it can tell how long it took.
/// </summary>
internal sealed class DevMessages : IMessageSource
{
    private const int Keys = 16;

    private readonly string _run;
    private readonly byte[] _body;
    private readonly string[] _routingKeys;

    /// <param name="run">Name of the run, and first word of the routing keys.</param>
    /// <param name="options">Number and size of messages.</param>
    public DevMessages(string run, DevOptions options)
    {
        _run = run;
        Count = options.Messages;
        _body = new byte[options.Size];
        new Random(options.Seed).NextBytes(_body);
        _routingKeys = [.. Enumerable.Range(0, Keys).Select(i => string.Create(CultureInfo.InvariantCulture, $"{run}.key{i}"))];
    }

    /// <inheritdoc />
    public long? Count { get; }

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Make(long number, long due, MessageProperties properties, out string routingKey)
    {
        properties.Persistent = true;
        properties.ContentType = "application/octet-stream";
        properties.MessageId = string.Create(CultureInfo.InvariantCulture, $"{_run}.{number}");
        properties.CorrelationId = due.ToString(CultureInfo.InvariantCulture);
        routingKey = _routingKeys[number % Keys];
        return _body;
    }

    /// <summary>Reads number and due time back; false if the message is not of this run.</summary>
    public bool TryRead(string? messageId, string? correlationId, out long number, out long due)
    {
        (number, due) = (0, 0);
        return messageId is not null
            && messageId.Length > _run.Length + 1
            && messageId.StartsWith(_run, StringComparison.Ordinal)
            && messageId[_run.Length] == '.'
            && long.TryParse(messageId.AsSpan(_run.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && long.TryParse(correlationId, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out due);
    }
}
