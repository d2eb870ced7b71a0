using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>
/// The queue of one worker instance's token. Durable, because RabbitMQ gives up queues that are neither durable nor
/// exclusive; the token itself is not, so that a restart of the broker kills no worker. It goes away by itself when nobody
/// has used it for a while.
/// </summary>
internal static class PresenceQueue
{
    /// <summary>How long the queue stays without a consumer.</summary>
    public static readonly TimeSpan Expires = TimeSpan.FromSeconds(60);

    public static Task<QueueDeclareOk> DeclareAsync(IChannel channel, string name) =>
        channel.QueueDeclareAsync(
            name,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-expires"] = (long)Expires.TotalMilliseconds });
}
