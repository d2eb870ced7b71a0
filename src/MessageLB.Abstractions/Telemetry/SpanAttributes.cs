namespace MessageLB.Telemetry;

/// <summary>
/// Attributes of spans. Those that start with <c>messaging.</c> and <c>error.</c> are OpenTelemetry's semantic conventions for messaging
/// (v1.44, in development); one file, because conventions rename.
/// </summary>
public static class SpanAttributes
{
    /// <summary>What carries the message: <c>rabbitmq</c> or <c>embedded</c>.</summary>
    public const string System = "messaging.system";

    /// <summary>Queue that the message was taken from.</summary>
    public const string DestinationName = "messaging.destination.name";

    /// <summary><c>route</c> in a dispatcher, <c>process</c> in a worker.</summary>
    public const string OperationName = "messaging.operation.name";

    /// <summary>Always <c>process</c>.</summary>
    public const string OperationType = "messaging.operation.type";

    /// <summary>The message's id.</summary>
    public const string MessageId = "messaging.message.id";

    /// <summary>What went wrong: an exception's type, the kind of a handler's reason, or the broker's answer. Absent if nothing did.</summary>
    public const string ErrorType = "error.type";

    /// <summary>Name of the group.</summary>
    public const string Group = "messagelb.group";

    /// <summary>Name of the destination that the message was handed to.</summary>
    public const string Destination = "messagelb.destination";

    /// <summary>Which attempt this is, from 1; a number.</summary>
    public const string Attempt = "messagelb.attempt";

    /// <summary>Routing policy that chose the destination.</summary>
    public const string Policy = "messagelb.policy";

    /// <summary>
    /// How it ended: of a hand-over <c>handed</c>, <c>returned</c>, <c>refused</c>, <c>unknown</c> or <c>unpublishable</c>; of a handler
    /// <c>done</c>, <c>retry</c>, <c>drop</c> or <c>return</c>.
    /// </summary>
    public const string Outcome = "messagelb.outcome";
}
