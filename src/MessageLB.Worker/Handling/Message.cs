using MessageLB.Transport;

namespace MessageLB.Worker;

/// <summary>
/// A message as a handler sees it. The body belongs to the worker and is valid only during the call of the handler; the rest
/// may be kept.
/// </summary>
/// <param name="body">The body.</param>
/// <param name="properties">Properties and headers.</param>
public sealed class Message(ReadOnlyMemory<byte> body, MessageProperties properties)
{
    private ReadOnlyMemory<byte> _body = body;

    /// <summary>The body, unchanged from the publisher; empty after the handler has returned.</summary>
    public ReadOnlyMemory<byte> Body => _body;

    /// <summary>
    /// Properties and headers as the dispatcher handed them over: the publisher's, and the headers of <see cref="HeaderNames"/>.
    /// The handler's own copy; changes travel with the message if it is retried or returned.
    /// </summary>
    public MessageProperties Properties { get; } = properties ?? throw new ArgumentNullException(nameof(properties));

    /// <summary>Exchange that the publisher used; empty for the default exchange.</summary>
    public string Exchange { get; init; } = string.Empty;

    /// <summary>Routing key that the publisher used.</summary>
    public string RoutingKey { get; init; } = string.Empty;

    /// <summary>The publisher's message id, or the dispatcher's if there was none; null only if neither was at work.</summary>
    public string? MessageId => Properties.MessageId;

    /// <summary>Which attempt this is. <value>1 or more; 1 the first time.</value></summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Group of this worker.</summary>
    public string Group { get; init; } = string.Empty;

    /// <summary>Name of this worker's destination.</summary>
    public string Destination { get; init; } = string.Empty;

    /// <summary>Identifier of the dispatcher that handed the message over; null if none did.</summary>
    public string? Dispatcher { get; init; }

    /// <summary>True if the destination's queue had handed the message over before, to this process or another.</summary>
    public bool Redelivered { get; init; }

    /// <summary>A header as text; null if it is absent or not text.</summary>
    public string? GetHeader(string name) => HeaderValues.GetText(Properties.Headers, name);

    // A handler that keeps the message beyond its call sees no body, never another message's bytes.
    internal void ReleaseBody() => _body = default;
}
