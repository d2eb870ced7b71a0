using MessageLB.Core.Failover;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Peers;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Rescue;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Holding;

/// <summary>
/// Takes what is in hold away from lost destinations of a group, within one session: their messages are in memory and are handed to others
/// at once, and their queues are deleted, so that nobody works on what lies there when he comes back. A worker that hangs and is still a
/// consumer of its queue loses its session with it, and with its session the right to start what it had fetched. Woken by every transition,
/// and twice a second.
/// </summary>
internal sealed partial class HoldRescue(ITransportSession session, GroupRuntime group, QueueLooker looker, IOwnership owners, TimeProvider time, ILogger logger)
{
    // Who took his leave has reported before; the reports may still be on their way.
    private static readonly TimeSpan LastReports = TimeSpan.FromSeconds(1);

    private readonly HashSet<DestinationState> _emptied = [];

    /// <summary>Runs until <paramref name="ended"/>.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        if (RescueRules.Delay(group.Config) is not { } delay) return;
        await new RescueRounds(group, time).RunAsync(() => RoundAsync(delay, ended), ended);
    }

    private async Task<TimeSpan> RoundAsync(TimeSpan delay, CancellationToken ended)
    {
        var lost = group.Lost();
        _emptied.RemoveWhere(known => !lost.Exists(l => ReferenceEquals(l.State, known)));
        foreach (var destination in lost)
        {
            if (!IsGone(destination.Condition)) continue;
            if (destination.LostFor < (destination.Condition == DestinationCondition.Left ? Max(delay, LastReports) : delay)) continue;
            // Every time: what was under way to it when it was lost is confirmed by and by.
            var taken = group.Hold.TakeFrom(destination.State.Name, destination.IsDead);
            if (taken > 0) LogTaken(group.Config.Name, destination.State.Name, taken, destination.Reason);
            if (_emptied.Add(destination.State) && owners.IsOwner(group.Config.Name, destination.State.Name)) await DeleteQueueAsync(destination.State, ended);
        }

        return RescueRounds.Pause;
    }

    // Of the others the worker is there, and gives back by itself what it is not going to do.
    private static bool IsGone(DestinationCondition condition) => condition is DestinationCondition.Lost or DestinationCondition.Left or DestinationCondition.Hung;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private async Task DeleteQueueAsync(DestinationState destination, CancellationToken ended)
    {
        try
        {
            await session.Topology.DeleteQueueAsync(destination.Queue, ended);
            // Workers in other languages leave it to the dispatcher to declare a queue that is listed.
            if (group.IsListed(destination.Name)) await looker.DeclareAsync(group, destination.Name, ended);
        }
        catch (MessageLBException e) when (e is not SessionEndedException)
        {
            LogNotDeleted(destination.Queue, e.Message);
        }
    }

    [LoggerMessage(2113, LogLevel.Information, "{Count} messages that {GroupId}/{DestinationId} had in hold are handed to others: {Reason}")]
    private partial void LogTaken(string groupId, string destinationId, int count, string reason);

    [LoggerMessage(2114, LogLevel.Warning, "Queue {Queue} of a lost destination cannot be deleted; whoever consumes it next does again what others do now: {Reason}")]
    private partial void LogNotDeleted(string queue, string reason);
}
