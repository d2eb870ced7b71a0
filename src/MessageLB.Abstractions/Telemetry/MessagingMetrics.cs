namespace MessageLB.Telemetry;

/// <summary>
/// Name of the meter, and the metrics that OpenTelemetry's semantic conventions for messaging (v1.44, in development) name, which dispatchers and workers tell alike;
/// one file, because conventions rename. Their attributes are in <see cref="SpanAttributes"/>.
/// </summary>
public static class MessagingMetrics
{
    /// <summary>Name of the meter of every metric of MessageLB.</summary>
    public const string MeterName = "MessageLB";

    /// <summary>Counter of messages received.</summary>
    public const string Consumed = "messaging.client.consumed.messages";

    /// <summary>What <see cref="Consumed"/> says.</summary>
    public const string ConsumedHelp = "Messages received from a queue, redeliveries included.";

    /// <summary>Counter of messages published.</summary>
    public const string Sent = "messaging.client.sent.messages";

    /// <summary>What <see cref="Sent"/> says.</summary>
    public const string SentHelp = "Messages published and confirmed.";

    /// <summary>Histogram of how long a publish takes.</summary>
    public const string OperationDuration = "messaging.client.operation.duration";

    /// <summary>What <see cref="OperationDuration"/> says.</summary>
    public const string OperationDurationHelp = "Time from a publish to its confirm, of one message in sixteen.";

    /// <summary>Histogram of how long a handler works on a message.</summary>
    public const string ProcessDuration = "messaging.process.duration";

    /// <summary>What <see cref="ProcessDuration"/> says.</summary>
    public const string ProcessDurationHelp = "Time that a handler worked on a message.";

    /// <summary>Unit of counters of messages.</summary>
    public const string Messages = "{message}";

    /// <summary>Unit of times.</summary>
    public const string Seconds = "s";

    /// <summary><c>messaging.operation.name</c> of what was received.</summary>
    public const string Deliver = "deliver";

    /// <summary><c>messaging.operation.name</c> of what was published.</summary>
    public const string Publish = "publish";

    /// <summary><c>messaging.operation.name</c> of what a handler works on.</summary>
    public const string Process = "process";
}
