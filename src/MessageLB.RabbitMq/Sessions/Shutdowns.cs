using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MessageLB.RabbitMq;

/// <summary>Says for a person why a connection or a channel closed.</summary>
internal static class Shutdowns
{
    public static string OfConnection(ShutdownEventArgs reason, string name, string address) =>
        reason.Initiator == ShutdownInitiator.Peer
            ? $"RabbitMQ closed the connection '{name}': {reason.ReplyCode} {reason.ReplyText}"
            : $"The connection '{name}' to {address} was lost: {Cause(reason)}";

    public static string OfChannel(ShutdownEventArgs reason, string purpose) =>
        $"RabbitMQ closed the channel that {purpose}: {reason.ReplyCode} {reason.ReplyText}";

    // The client says "End of stream" both for a socket that the peer closed and for heartbeats that did not come.
    private static string Cause(ShutdownEventArgs reason) =>
        reason.Exception is { } e && e.Message.StartsWith("Heartbeat missing", StringComparison.Ordinal)
            ? "no heartbeat came from the broker"
            : reason.ReplyText.TrimEnd('.');
}
