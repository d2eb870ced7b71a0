using MessageLB.Core.Failover;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Peers;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Sessions;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Rescue;

/// <summary>
/// The rescues of a group within one session: hands over what waits at lost destinations to the others, as <see cref="RescuePlan"/>
/// says. Woken by every transition, and twice a second. While nobody is eligible nothing begins, unless another group stands in.
/// </summary>
internal sealed partial class GroupRescue(ITransportSession session, GroupRuntime group, IOwnership owners, FlowParts parts, TimeSpan stopWithin, ILogger logger)
{

    // A consumer that waits costs nothing, and what the broker is slow to make available reaches it at once; unless others need the place.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QuietWhenCrowded = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<DestinationState, RescueRun> _runs = [];
    private readonly long _start = parts.Time.GetTimestamp();

    private TimeSpan Now => parts.Time.GetElapsedTime(_start);

    private FlowKind Wanted =>
        group.State.Snapshot.HasAnybody ? FlowKind.HandOver
        : group.Fallback.IsToOthers ? FlowKind.Leaving
        : FlowKind.None;

    /// <summary>Runs until <paramref name="ended"/>; then ends every rescue, gracefully if the session still lives.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        if (RescueRules.Delay(group.Config) is not { } delay) return;
        var plan = new RescuePlan(delay);
        try
        {
            await new RescueRounds(group, parts.Time).RunAsync(() => RoundAsync(plan, ended), ended);
        }
        finally
        {
            foreach (var run in _runs.Values) run.End();
            await Task.WhenAll(_runs.Values.Select(run => run.Completion)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TimeSpan> RoundAsync(RescuePlan plan, CancellationToken ended)
    {
        plan.Update(group.Lost(), Now);
        var wanted = Wanted;
        foreach (var (destination, run) in _runs)
        {
            if (run.IsDone) await FinishAsync(plan, destination, run);
            else if (!plan.IsLost(destination) || IsMistakenElsewhere(run.Lost) || IsWrong(run.Kind, wanted) || run.IsQuietFor(plan.IsCrowded ? QuietWhenCrowded : Quiet)) run.End();
        }

        if (wanted == FlowKind.None) return RescueRounds.Pause;
        foreach (var (lost, action) in plan.Due(Now))
        {
            // Of several dispatchers one does it; two that see it differently do no harm, for the broker gives each message to one of them.
            if (!owners.IsOwner(group.Config.Name, lost.State.Name) || IsMistakenElsewhere(lost)) continue;
            if (action == RescueAction.Start || await HasSomeAsync(plan, lost.State, ended)) Start(plan, lost, wanted, ended);
        }

        return RescueRounds.Pause;
    }

    // One that hands over and has nobody waits for somebody, as it does for credit.
    private static bool IsWrong(FlowKind runs, FlowKind wanted) => runs != wanted && (runs == FlowKind.Leaving || wanted == FlowKind.Leaving);

    // Other dispatchers would take the rescue's consumer for a worker's, and hand over to it for as long as it is there.
    private bool IsMistakenElsewhere(in LostDestination lost) => lost.IsQueueLevel && owners.HasOthers;

    private async Task<bool> HasSomeAsync(RescuePlan plan, DestinationState destination, CancellationToken ended)
    {
        var depth = await session.Topology.InspectAsync(destination.Queue, ended);
        // A canary that waits for its worker is nothing to rescue, or each new one would begin a rescue of nothing.
        var canaries = group.Canaries?.Find(destination) is null ? 0 : 1;
        return plan.Looked(destination, Math.Max(0, (depth?.Ready ?? 0) - canaries), Now);
    }

    private void Start(RescuePlan plan, in LostDestination lost, FlowKind kind, CancellationToken ended)
    {
        LogStarted(group.Config.Name, lost.State.Name, lost.Reason);
        plan.Started(lost.State);
        _runs[lost.State] = RescueRun.Start(session, group, lost, kind, parts, stopWithin, ended);
    }

    private async Task FinishAsync(RescuePlan plan, DestinationState destination, RescueRun run)
    {
        _runs.Remove(destination);
        await run.Completion;
        plan.Ended(destination, run.Moved, Now);
        if (run.Refusal is { } refusal) LogRefused(group.Config.Name, destination.Name, refusal);
        else LogEnded(group.Config.Name, destination.Name, run.Moved, run.Worked);
    }

    [LoggerMessage(2072, LogLevel.Information, "What waits at {GroupId}/{DestinationId} is handed to others: {Reason}")]
    private partial void LogStarted(string groupId, string destinationId, string reason);

    [LoggerMessage(2073, LogLevel.Information, "{Count} messages that waited at {GroupId}/{DestinationId} were handed to others within {Elapsed}")]
    private partial void LogEnded(string groupId, string destinationId, long count, TimeSpan elapsed);

    [LoggerMessage(2074, LogLevel.Warning, "What waits at {GroupId}/{DestinationId} cannot be handed to others: {Reason}")]
    private partial void LogRefused(string groupId, string destinationId, string reason);
}
