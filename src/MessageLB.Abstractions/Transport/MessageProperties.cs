namespace MessageLB.Transport;

/// <summary>
/// The properties of a message, named as in AMQP 0-9-1 (section 1.8 of its specification). A mutable carrier that its owner
/// may reuse from message to message; not thread-safe. A null property is absent on the wire.
/// </summary>
public sealed class MessageProperties
{
    /// <summary>MIME type of the body.</summary>
    public string? ContentType { get; set; }

    /// <summary>Encoding of the body, such as <c>gzip</c>.</summary>
    public string? ContentEncoding { get; set; }

    /// <summary>
    /// Headers. Text arrives from RabbitMQ as UTF-8 bytes; read it with <see cref="HeaderValues.GetText"/>. Values may also be
    /// booleans, numbers, timestamps, tables and lists.
    /// </summary>
    public IDictionary<string, object?>? Headers { get; set; }

    /// <summary>True if the message survives a restart of the broker (delivery mode 2).</summary>
    public bool Persistent { get; set; }

    /// <summary>Priority, 0 to 255; null if unset.</summary>
    public byte? Priority { get; set; }

    /// <summary>Correlation id, the publisher's.</summary>
    public string? CorrelationId { get; set; }

    /// <summary>Reply address, the publisher's.</summary>
    public string? ReplyTo { get; set; }

    /// <summary>Time to live in milliseconds, as text.</summary>
    public string? Expiration { get; set; }

    /// <summary>Message id, the publisher's or the dispatcher's.</summary>
    public string? MessageId { get; set; }

    /// <summary>Seconds since 1970-01-01T00:00:00Z.</summary>
    public long? Timestamp { get; set; }

    /// <summary>Kind of message, application-defined.</summary>
    public string? Type { get; set; }

    /// <summary>User that published; the broker checks that it equals the connection's user.</summary>
    public string? UserId { get; set; }

    /// <summary>Application that published.</summary>
    public string? AppId { get; set; }

    /// <summary>Makes every property absent.</summary>
    public void Clear()
    {
        ContentType = ContentEncoding = CorrelationId = ReplyTo = Expiration = MessageId = Type = UserId = AppId = null;
        Headers = null;
        Persistent = false;
        Priority = null;
        Timestamp = null;
    }

    /// <summary>Takes over every property of <paramref name="other"/>; the headers dictionary is copied, its values are not.</summary>
    public void CopyFrom(MessageProperties other)
    {
        ArgumentNullException.ThrowIfNull(other);
        CopyAllButHeaders(other);
        Headers = other.Headers is null ? null : new Dictionary<string, object?>(other.Headers);
    }

    /// <summary>
    /// Takes over every property of <paramref name="other"/>; its headers are copied into <paramref name="headers"/>, which is emptied
    /// first and may be used again and again. Headers that are absent there are absent here.
    /// </summary>
    public void CopyFrom(MessageProperties other, IDictionary<string, object?> headers)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(headers);
        CopyAllButHeaders(other);
        headers.Clear();
        Headers = other.Headers is null ? null : headers;
        if (other.Headers is null) return;
        foreach (var (name, value) in other.Headers) headers[name] = value;
    }

    private void CopyAllButHeaders(MessageProperties other)
    {
        ContentType = other.ContentType;
        ContentEncoding = other.ContentEncoding;
        Persistent = other.Persistent;
        Priority = other.Priority;
        CorrelationId = other.CorrelationId;
        ReplyTo = other.ReplyTo;
        Expiration = other.Expiration;
        MessageId = other.MessageId;
        Timestamp = other.Timestamp;
        Type = other.Type;
        UserId = other.UserId;
        AppId = other.AppId;
    }
}
