using Microsoft.Extensions.Logging;

namespace MessageLB.Web.Publishing;

internal sealed partial class IngressGateway
{
    [LoggerMessage(4002, LogLevel.Debug, "Publishing over HTTP is possible; messages go to {Address}.")]
    private partial void LogConnected(string address);

    [LoggerMessage(4003, LogLevel.Debug, "Publishing over HTTP is not possible for now, because contact with {Address} was lost: {Reason}")]
    private partial void LogLost(string address, string reason);
}
