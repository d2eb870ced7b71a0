using Microsoft.Extensions.Logging;

namespace MessageLB.Worker.Receiving;

internal sealed partial class HandlerSlots
{
    [LoggerMessage(3020, LogLevel.Warning, "The handler threw {Kind} for message {MessageId}, which means {Meaning}; {Suppressed} more of this kind since the last line")]
    private partial void LogHandlerThrew(string kind, string? messageId, HandlerResultKind meaning, long suppressed, Exception exception);
}
