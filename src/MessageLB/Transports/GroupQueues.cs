using MessageLB.Transport;

namespace MessageLB.CommandLine.Transports;

/// <summary>
/// The queues of a group that is only for one run; disposing leaves the broker as it was. A broker that is away at the end keeps
/// them; they do no harm, since their names never come again.
/// </summary>
/// <param name="transport">The broker.</param>
/// <param name="group">Name of the group.</param>
/// <param name="destinations">Names of its destinations.</param>
/// <param name="note">Told if they stay.</param>
internal sealed class GroupQueues(ITransport transport, string group, IReadOnlyList<string> destinations, Action<string> note) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var session = await transport.OpenAsync(new SessionOptions { ClientName = $"messagelb-cleanup {group}" }, CancellationToken.None);
            foreach (var queue in GroupQueueNames.Of(group, destinations)) await session.Topology.DeleteQueueAsync(queue, CancellationToken.None);
        }
        catch (MessageLBException e)
        {
            note($"The queues of group {group} are left behind at {transport.Address}: {e.Message}");
        }
    }
}
