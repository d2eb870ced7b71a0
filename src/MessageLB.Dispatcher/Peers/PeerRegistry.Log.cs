using MessageLB.Core.Peers;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Peers;

/// <summary>Log events 2080 to 2089. Next free: 2085.</summary>
internal sealed partial class PeerRegistry
{
    private void LogChange(in PeerEvent e)
    {
        switch (e.Change)
        {
            case PeerChange.Joined:
                LogJoined(e.Id);
                break;
            case PeerChange.Left:
                LogLeft(e.Id);
                break;
            default:
                LogLost(e.Id);
                break;
        }
    }

    [LoggerMessage(2080, LogLevel.Information, "Dispatcher {DispatcherId} is there too")]
    private partial void LogJoined(string dispatcherId);

    [LoggerMessage(2081, LogLevel.Information, "Dispatcher {DispatcherId} stops; the others take over")]
    private partial void LogLeft(string dispatcherId);

    [LoggerMessage(2082, LogLevel.Warning, "Dispatcher {DispatcherId} is lost: nothing was heard of it for three of its intervals; the others take over")]
    private partial void LogLost(string dispatcherId);

    [LoggerMessage(2083, LogLevel.Warning, "Message between dispatchers with key {RoutingKey} refused: {Reason}")]
    private partial void LogRejected(string routingKey, string reason);
}
