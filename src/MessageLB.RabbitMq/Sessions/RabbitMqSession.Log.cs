using Microsoft.Extensions.Logging;

namespace MessageLB.RabbitMq;

/// <summary>Event ids 1000 to 1099; next free: 1009.</summary>
internal sealed partial class RabbitMqSession
{
    [LoggerMessage(1000, LogLevel.Warning, "Session '{ClientName}' ended: {Reason}")]
    private partial void LogEnded(string clientName, string reason);

    [LoggerMessage(1001, LogLevel.Warning, "Session '{ClientName}': RabbitMQ does not take publishes: {Reason}")]
    private partial void LogBlocked(string clientName, string reason);

    [LoggerMessage(1002, LogLevel.Information, "Session '{ClientName}': RabbitMQ takes publishes again")]
    private partial void LogUnblocked(string clientName);

    [LoggerMessage(1003, LogLevel.Warning, "Session '{ClientName}' did not close within {Seconds} s; what is left of it is abandoned")]
    private partial void LogAbandoned(string clientName, double seconds);

    [LoggerMessage(1004, LogLevel.Error, "A callback of {Source} failed; callbacks must not throw")]
    internal partial void LogCallbackFailed(Exception exception, string source);

    [LoggerMessage(1005, LogLevel.Debug, "A channel did not close in order: {Reason}")]
    private partial void LogChannelAbandoned(string reason);

    [LoggerMessage(1006, LogLevel.Error, "The handler of queue '{Queue}' failed; the session ends")]
    internal partial void LogHandlerFailed(Exception exception, string queue);

    [LoggerMessage(1007, LogLevel.Warning, "RabbitMQ returned a publish to '{Exchange}' with key '{RoutingKey}' that matches none in flight; all {Count} in flight count as returned")]
    internal partial void LogReturnUnmatched(string exchange, string routingKey, int count);

    [LoggerMessage(1008, LogLevel.Warning, "RabbitMQ goes on refusing publishes, the next of which goes to '{Exchange}' with key '{RoutingKey}'; another channel is used, in case it is the channel's fault")]
    internal partial void LogChannelReplaced(string exchange, string routingKey);
}
