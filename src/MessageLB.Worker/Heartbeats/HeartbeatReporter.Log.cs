using Microsoft.Extensions.Logging;

namespace MessageLB.Worker.Heartbeats;

internal sealed partial class HeartbeatReporter
{
    [LoggerMessage(3040, LogLevel.Debug, "Heartbeat {Sequence} was not sent: {Error}")]
    private partial void LogNotSent(long sequence, string error);

    [LoggerMessage(3041, LogLevel.Debug, "A heartbeat was not sent: {Error}")]
    private partial void LogSendFailed(string error);
}
