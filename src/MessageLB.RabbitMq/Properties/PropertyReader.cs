using MessageLB.Transport;
using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>Reads received properties into the transport-neutral carrier.</summary>
internal static class PropertyReader
{
    public static void Read(IReadOnlyBasicProperties from, MessageProperties to)
    {
        to.ContentType = from.ContentType;
        to.ContentEncoding = from.ContentEncoding;
        to.Headers = FieldValues.FromWire(from.Headers);
        to.Persistent = from.DeliveryMode == DeliveryModes.Persistent;
        to.Priority = from.IsPriorityPresent() ? from.Priority : null;
        to.CorrelationId = from.CorrelationId;
        to.ReplyTo = from.ReplyTo;
        to.Expiration = from.Expiration;
        to.MessageId = from.MessageId;
        to.Timestamp = from.IsTimestampPresent() ? from.Timestamp.UnixTime : null;
        to.Type = from.Type;
        to.UserId = from.UserId;
        to.AppId = from.AppId;
    }
}
