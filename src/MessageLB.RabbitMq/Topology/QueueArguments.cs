using MessageLB.Transport;

namespace MessageLB.RabbitMq;

/// <summary>Translates a queue's specification into RabbitMQ's arguments.</summary>
internal static class QueueArguments
{
    public static Dictionary<string, object?> Of(QueueSpec queue)
    {
        var arguments = new Dictionary<string, object?>();
        var quorum = queue.Kind == QueueKind.Quorum;
        if (quorum) arguments["x-queue-type"] = "quorum";
        if (queue.DeadLetterExchange is { } exchange)
        {
            arguments["x-dead-letter-exchange"] = exchange;
            if (queue.DeadLetterRoutingKey is { } key) arguments["x-dead-letter-routing-key"] = key;

            // At most once, the default, loses a dead letter whose target is not there at that moment. At least once is only
            // available together with refusing publishes when full.
            if (quorum) arguments["x-dead-letter-strategy"] = "at-least-once";
        }

        if (queue.MaxLength is { } length) arguments["x-max-length"] = length;
        if (queue.Kind == QueueKind.Transient)
        {
            if (queue.MaxLength is not null) arguments["x-overflow"] = "drop-head";
        }
        else if (queue.MaxLength is not null || (quorum && queue.DeadLetterExchange is not null))
        {
            arguments["x-overflow"] = "reject-publish";
        }

        if (queue.SingleActive) arguments["x-single-active-consumer"] = true;
        if (queue.DeliveryLimit is { } returns) arguments["x-delivery-limit"] = returns;
        if (queue.TimeToLive is { } life) arguments["x-message-ttl"] = (long)life.TotalMilliseconds;
        if (queue.Expires is { } expires) arguments["x-expires"] = (long)expires.TotalMilliseconds;
        return arguments;
    }
}
