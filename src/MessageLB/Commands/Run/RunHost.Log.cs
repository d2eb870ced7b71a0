using Microsoft.Extensions.Logging;

namespace MessageLB.CommandLine.Commands.Run;

internal sealed partial class RunHost
{
    [LoggerMessage(4050, LogLevel.Information, "messagelb {Version}, process {Pid}, on {Address}")]
    private partial void LogStarting(string version, int pid, string address);

    [LoggerMessage(4051, LogLevel.Information, "Group {GroupId} takes {Routes} and spreads it by {Policy}")]
    private partial void LogGroup(string groupId, string policy, string routes);

    [LoggerMessage(4052, LogLevel.Warning, "{Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(4054, LogLevel.Error, "A reload failed, for a reason that is none of the file's")]
    private partial void LogReloadFailed(Exception e);

    [LoggerMessage(4053, LogLevel.Information, "HTTP API on {Url}")]
    private partial void LogListening(string url);
}
