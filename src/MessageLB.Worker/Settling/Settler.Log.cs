using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Worker.Settling;

internal sealed partial class Settler
{
    [LoggerMessage(3030, LogLevel.Debug, "Message {MessageId} becomes a dead letter at attempt {Attempt}: {Reason}")]
    private partial void LogDropped(string? messageId, int attempt, string? reason);

    [LoggerMessage(3032, LogLevel.Debug, "Message {MessageId} failed at attempt {Attempt} and goes back to its group: {Reason}")]
    private partial void LogRetry(string? messageId, int attempt, string? reason);

    [LoggerMessage(3033, LogLevel.Debug, "Message {MessageId} is given back to its group: {Reason}")]
    private partial void LogReturned(string? messageId, string? reason);

    [LoggerMessage(3034, LogLevel.Warning, "The broker did not take a message into {Queue} ({Outcome}); such messages wait in the destination's own queue until it does")]
    private partial void LogNotTaken(string queue, PublishOutcome outcome);

    [LoggerMessage(3035, LogLevel.Warning, "Message {MessageId} cannot be sent on and is rejected: {Error}")]
    private partial void LogTooLarge(string? messageId, string error);

    [LoggerMessage(3036, LogLevel.Debug, "Publishing to {Queue} failed with {Error}")]
    private partial void LogRepublishFailed(string queue, string error);
}
