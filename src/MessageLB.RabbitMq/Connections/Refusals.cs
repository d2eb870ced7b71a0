using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MessageLB.RabbitMq;

/// <summary>Turns the broker's refusal of one operation into an exception that says what to do.</summary>
internal static class Refusals
{
    /// <param name="reason">What the broker said.</param>
    /// <param name="operation">What was asked for, such as "declare queue 'x'".</param>
    /// <param name="entity">Name of the queue or exchange.</param>
    /// <param name="remedy">What helps when the entity exists with other arguments.</param>
    /// <param name="connector">For user and virtual host.</param>
    /// <param name="cause">The client's exception.</param>
    public static MessageLBException Explain(ShutdownEventArgs reason, string operation, string entity, string remedy, Connector connector, Exception cause) =>
        reason.ReplyCode switch
        {
            Constants.AccessRefused => new BrokerRefusedException(
                $"RabbitMQ refused user '{connector.User}' to {operation}: {reason.ReplyText}. " +
                $"Grant it with: rabbitmqctl set_permissions -p '{connector.Address.VirtualHost}' '{connector.User}' <configure> <write> <read>", cause),
            Constants.ResourceLocked => new TopologyMismatchException(entity, $"Cannot {operation}: {reason.ReplyText}. {remedy}", cause),

            // Arguments that no queue may have are refused with the same code.
            Constants.PreconditionFailed when reason.ReplyText.Contains("inequivalent", StringComparison.Ordinal) => new TopologyMismatchException(
                entity, $"Cannot {operation}: {reason.ReplyText}. {remedy}", cause),
            // A queue that is not replicated, in a cluster.
            Constants.NotFound when reason.ReplyText.Contains("home node", StringComparison.Ordinal) => new MessageLBException(
                $"Cannot {operation}: {reason.ReplyText}. It can again when that node is back.", cause),
            Constants.NotFound => new MessageLBException($"Cannot {operation}: {reason.ReplyText}. Declare it first.", cause),
            _ => new MessageLBException($"Cannot {operation}: {reason.ReplyCode} {reason.ReplyText}", cause),
        };
}
