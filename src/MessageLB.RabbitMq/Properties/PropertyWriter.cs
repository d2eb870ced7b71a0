using MessageLB.Transport;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MessageLB.RabbitMq;

/// <summary>Writes properties into one reused object of the client. Not thread-safe; one per channel that publishes.</summary>
/// <param name="frameMax">Largest frame that was negotiated, in bytes; 0 for no limit.</param>
internal sealed class PropertyWriter(int frameMax)
{
    // Frame header, class, weight, body size and frame end around the properties.
    private const int FrameOverhead = 20;

    // The caller's dictionary is never handed over: the client adds to it when tracing is on.
    private readonly PublishedHeaders _headers = new();

    /// <summary>What was written last.</summary>
    public BasicProperties Properties { get; } = new();

    /// <exception cref="MessageTooLargeException">The properties do not fit into one frame, as they must.</exception>
    /// <exception cref="MessageLBException">A header has a type that AMQP does not know.</exception>
    public void Write(MessageProperties from)
    {
        _headers.Reset();
        if (from.Headers is { } headers)
        {
            foreach (var (name, value) in headers) _headers[name] = FieldValues.ToWire(value);
        }

        _headers.Seal();
        Properties.Headers = _headers;
        Properties.ContentType = from.ContentType;
        Properties.ContentEncoding = from.ContentEncoding;
        Properties.DeliveryMode = from.Persistent ? DeliveryModes.Persistent : default;
        Properties.Priority = from.Priority ?? 0;
        Properties.CorrelationId = from.CorrelationId;
        Properties.ReplyTo = from.ReplyTo;
        Properties.Expiration = from.Expiration;
        Properties.MessageId = from.MessageId;
        Properties.Timestamp = new AmqpTimestamp(from.Timestamp ?? 0);
        Properties.Type = from.Type;
        Properties.UserId = from.UserId;
        Properties.AppId = from.AppId;
        RequireFit();
    }

    /// <summary>Whether the client failed at writing the message, so that nothing of it was sent and the channel is as before.</summary>
    public static bool IsUnwritable(Exception fault) => fault is ArgumentException or WireFormattingException;

    // RabbitMQ ends the whole connection for a header frame that is too large, and a message that came in just below the limit
    // may leave above it with our own headers added.
    private void RequireFit()
    {
        int size;
        try
        {
            size = ((IAmqpWriteable)Properties).GetRequiredBufferSize();
        }
        catch (WireFormattingException e)
        {
            throw new MessageLBException($"A header cannot be sent: {e.Message}", e);
        }

        if (frameMax > 0 && size + FrameOverhead > frameMax) throw MessageTooLargeException.ForProperties(size, frameMax - FrameOverhead);
    }
}
