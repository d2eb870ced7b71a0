using MessageLB.Core.Groups;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Registry;

/// <summary>
/// Looks at queues from outside: those of destinations without heartbeats (level 0), often while their credit is short and seldom
/// otherwise; those whose books stand still; and the ingress queues once a second, where there are more than a hundred groups less often.
/// </summary>
internal sealed class QueueLooker(ITransportSession session, DestinationRegistry registry, TimeProvider time)
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan IngressRound = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RefusedRound = TimeSpan.FromSeconds(10);

    // A hundred a second: each is a round trip, and with thousands of groups broker and dispatcher would do little else.
    private const int MostIngressLooks = 2;

    /// <summary>Looks until the session ends.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        var (ingress, lastIngress) = (int.MaxValue, (long?)null);
        var lastRefused = time.GetTimestamp();
        while (!ended.IsCancellationRequested)
        {
            var withRefused = time.GetElapsedTime(lastRefused) >= RefusedRound;
            if (withRefused) lastRefused = time.GetTimestamp();
            var groups = registry.Groups;
            if (ingress >= groups.Count && (lastIngress is null || time.GetElapsedTime(lastIngress.Value) >= IngressRound)) (ingress, lastIngress) = (0, time.GetTimestamp());
            for (var looks = 0; looks < MostIngressLooks && ingress < groups.Count; ingress++)
            {
                if (!groups[ingress].Prepared) continue;
                await LookAtIngressAsync(groups[ingress], ended);
                looks++;
            }

            foreach (var group in groups)
            {
                if (!group.Prepared) continue;
                foreach (var destination in group.WantingLook()) await LookAsync(group, destination, ended);
                foreach (var destination in withRefused ? group.Refused() : []) await DeclareAsync(group, destination, ended);
            }

            await Task.Delay(Round, time, ended);
        }
    }

    /// <summary>Puts the books of every destination straight, before the first hand-over of a session.</summary>
    public async Task ResyncAsync(GroupRuntime group, CancellationToken ended)
    {
        foreach (var destination in group.All())
        {
            if (destination.Credit.InFlight == 0) continue;
            var depth = await session.Topology.InspectAsync(destination.Queue, ended);
            group.Resync(destination.Name, depth);
        }
    }

    private async Task LookAtIngressAsync(GroupRuntime group, CancellationToken ended)
    {
        var depth = await session.Topology.InspectAsync(Names.IngressQueue(group.Config.Name), ended);
        Interlocked.Exchange(ref group.IngressReady, depth?.Ready ?? -1);
    }

    private async Task LookAsync(GroupRuntime group, DestinationState destination, CancellationToken ended)
    {
        var taken = destination.Credit.Taken;
        var depth = await session.Topology.InspectAsync(destination.Queue, ended);
        group.OnQueueSeen(destination.Name, depth, taken);
        if (depth is null && group.IsListed(destination.Name)) await DeclareAsync(group, destination.Name, ended);
    }

    /// <summary>Declares the queue of a listed destination; one that exists with other arguments takes only that destination out.</summary>
    public async Task DeclareAsync(GroupRuntime group, string destination, CancellationToken ended)
    {
        try
        {
            await session.Topology.DeclareQueueAsync(group.Config.Holds ? TopologySpecs.HoldQueue(group.Config.Name, destination) : TopologySpecs.WorkQueue(group.Config.Name, destination), ended);
            group.OnQueueDeclared(destination, refusal: null);
        }
        catch (TopologyMismatchException e)
        {
            group.OnQueueDeclared(destination, e.Message);
        }
    }
}
