using MessageLB.Core.Adjustment;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Registry;

/// <summary>Log events 2000 to 2019. Next free: 2018.</summary>
internal sealed partial class GroupRuntime
{
    private void LogTransition(in GroupEvent e)
    {
        switch (e.To)
        {
            case null:
                LogForgotten(e.Group, e.Destination, e.Reason);
                break;
            case DestinationCondition.Ready:
                LogReady(e.Group, e.Destination, e.From);
                break;
            case DestinationCondition.Lost or DestinationCondition.Suspended or DestinationCondition.Failed or DestinationCondition.Hung or DestinationCondition.Ejected:
                LogDown(e.Group, e.Destination, e.From, e.To.Value, e.Reason);
                break;
            default:
                LogChanged(e.Group, e.Destination, e.From, e.To.Value, e.Reason);
                break;
        }
    }

    [LoggerMessage(2000, LogLevel.Information, "Destination {GroupId}/{DestinationId} is ready (was {From})")]
    private partial void LogReady(string groupId, string destinationId, DestinationCondition from);

    [LoggerMessage(2001, LogLevel.Information, "Destination {GroupId}/{DestinationId}: {From} -> {To}, {Reason}")]
    private partial void LogChanged(string groupId, string destinationId, DestinationCondition from, DestinationCondition to, string reason);

    [LoggerMessage(2002, LogLevel.Warning, "Destination {GroupId}/{DestinationId}: {From} -> {To}, {Reason}")]
    private partial void LogDown(string groupId, string destinationId, DestinationCondition from, DestinationCondition to, string reason);

    [LoggerMessage(2003, LogLevel.Information, "Destination {GroupId}/{DestinationId} is forgotten: {Reason}")]
    private partial void LogForgotten(string groupId, string destinationId, string reason);

    [LoggerMessage(2004, LogLevel.Error, "A message of {Size} bytes in group {GroupId} exceeds the limit of {Limit} bytes and became a dead letter; raise broker.max_message_size or send a reference to the data")]
    private partial void LogOversize(string groupId, int size, int limit);

    [LoggerMessage(2005, LogLevel.Error, "A message in group {GroupId} cannot be published and became a dead letter: {Reason}")]
    private partial void LogUnpublishable(string groupId, string reason);

    [LoggerMessage(2006, LogLevel.Warning, "Group {TargetId} does not take messages that group {GroupId} forwards to it ({Outcome}); they wait at ingress until it does")]
    private partial void LogNotForwarded(string groupId, string targetId, PublishOutcome outcome);

    [LoggerMessage(2007, LogLevel.Warning, "A message of tenant '{Tenant}' in group {GroupId} came beyond the rate limit and its burst, and became a dead letter")]
    private partial void LogBeyondLimit(string groupId, string tenant);

    [LoggerMessage(2008, LogLevel.Information, "Destination {GroupId}/{DestinationId} is to be {State}: {Reason}")]
    private partial void LogAdministered(string groupId, string destinationId, AdministrativeState state, string reason);

    [LoggerMessage(2015, LogLevel.Information, "Weight of {GroupId}/{DestinationId} (configured {Configured}): {From:0.##} -> {To:0.##}, {Cause}: {Reason}")]
    private partial void LogAdjusted(string groupId, string destinationId, int configured, double from, double to, AdjustmentCause cause, string reason);

    [LoggerMessage(2016, LogLevel.Information, "{Count} more weights of group {GroupId} were adjusted at the same time; the HTTP API tells the latest 200")]
    private partial void LogMoreAdjusted(string groupId, int count);

    [LoggerMessage(2014, LogLevel.Warning, "A message of group {GroupId} was not taken by {Queue} ({Outcome}); it stays at ingress, and such messages are tried again")]
    private partial void LogNotTakenAside(string groupId, string queue, PublishOutcome outcome);
}
