using Microsoft.Extensions.Logging;

namespace MessageLB.Worker.Receiving;

internal sealed partial class ItemFlow
{
    [LoggerMessage(3021, LogLevel.Warning, "Message {MessageId} could not be settled; the broker hands it over again")]
    private partial void LogSettlingFailed(string? messageId, Exception exception);

    [LoggerMessage(3050, LogLevel.Warning, "The handler of message {MessageId} has run for {Seconds:0.0} s and ignores its cancellation; the message goes elsewhere, and {Stuck} of {Concurrency} handlers are stuck")]
    private partial void LogGivenUp(string? messageId, double seconds, int stuck, int concurrency);

    [LoggerMessage(3051, LogLevel.Debug, "A late result of message {MessageId} has no effect: {Result}")]
    private partial void LogLateResult(string? messageId, HandlerResultKind result);

    [LoggerMessage(3056, LogLevel.Debug, "Message {MessageId} was done at attempt {Attempt} before, and is dropped")]
    private partial void LogDuplicate(string? messageId, int attempt);
}
