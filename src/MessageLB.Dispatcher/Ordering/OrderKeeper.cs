using MessageLB.Core.Failover;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Peers;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Rescue;
using MessageLB.Dispatcher.Sessions;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Ordering;

/// <summary>
/// Keeps the order of a group's keys within one session, in place of the rescues of other groups: learns at the beginning that nothing of an
/// earlier dispatcher is at work, and takes back what lost destinations have left. Woken by every transition.
/// </summary>
internal sealed partial class OrderKeeper(ITransportSession session, GroupRuntime group, IOwnership owners, FlowParts parts, TimeSpan stopWithin, ILogger logger)
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Loss = TimeSpan.FromSeconds(2);

    // A heartbeat that came after the look may have been sent before it.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(100);

    private readonly GroupOrder _order = group.Order!;
    private readonly HashSet<string> _heard = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _emptySince = new(StringComparer.Ordinal);
    private readonly Dictionary<DestinationState, TakingBack> _runs = [];
    private readonly Dictionary<DestinationState, TimeSpan> _notBefore = [];
    private volatile HashSet<string> _lost = [];
    private int _learning;

    private bool MayHandOver => _order.HasReceived || !owners.HasOthers;

    /// <summary>Runs until <paramref name="ended"/>.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        group.Results.Add(_order);
        try
        {
            await new RescueRounds(group, parts.Time).RunAsync(async () => await RoundAsync(ended) ? Often : RescueRounds.Pause, ended);
        }
        finally
        {
            group.Results.Remove(_order);
            await Task.WhenAll(_runs.Values.Select(run => run.Completion)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // True if another look is worth while soon.
    private async Task<bool> RoundAsync(CancellationToken ended)
    {
        var now = group.Now();
        _order.Book.Pass(now);
        if (owners.HasOthers) _order.HasOthers();
        var wasLearning = _order.Book.IsLearning;
        if (wasLearning && MayHandOver) await LearnAsync(ended);
        var lost = group.Lost();
        _lost = [.. lost.Select(l => l.State.Name)];
        foreach (var (destination, run) in _runs)
        {
            if (run.Completion.IsCompleted) await FinishAsync(destination, run, lost.Find(l => l.State == destination), now);
        }

        foreach (var back in _notBefore.Keys.Where(known => lost.All(l => l.State != known)).ToList()) _notBefore.Remove(back);
        if (MayHandOver)
        {
            foreach (var one in lost) TakeBack(one, now, ended);
        }

        if (wasLearning && !_order.Book.IsLearning) Learned();
        return _order.Book.IsLearning || lost.Any(l => l.LostFor < Loss);
    }

    private async Task LearnAsync(CancellationToken ended)
    {
        var all = group.All();
        if (_order.TakeMustLearn())
        {
            _heard.Clear();
            _emptySince.Clear();
            _heard.UnionWith(all.Select(destination => destination.Name));
            _learning = _order.Book.BeginLearning(_heard);
        }

        foreach (var destination in all)
        {
            if (_heard.Add(destination.Name)) _order.Book.Join(destination.Name);
        }

        foreach (var name in _order.Book.Unknown())
        {
            if (all.Find(destination => destination.Name == name) is not { } known || await IsIdleAsync(known, ended)) _order.Book.Learned(name, _learning);
        }

        if (!group.Outlook().IsLearning) _order.Book.HeardEveryone(_learning);
    }

    // The queue first: what goes from there to a worker in between shows in the heartbeat after the look.
    private async Task<bool> IsIdleAsync(DestinationState destination, CancellationToken ended)
    {
        if (_emptySince.TryGetValue(destination.Name, out var since) && group.IsIdleSince(destination.Name, since)) return true;
        var depth = await session.Topology.InspectAsync(destination.Queue, ended);
        if (depth is null or { Ready: 0, Consumers: 0 }) return true;
        if (depth.Value.Ready > 0) _emptySince.Remove(destination.Name);
        else _emptySince.TryAdd(destination.Name, group.Now() + OnItsWay);
        return false;
    }

    private void Learned()
    {
        LogLearned(group.Config.Name);
        group.CreditSignals.Set();
    }

    private void TakeBack(in LostDestination lost, TimeSpan now, CancellationToken ended)
    {
        var state = lost.State;
        if (_runs.ContainsKey(state) || (_notBefore.TryGetValue(state, out var notBefore) && now < notBefore)) return;
        _runs[state] = TakingBack.Start(session, group, lost, parts, stopWithin, () => _lost.Contains(state.Name), ended);
    }

    private async Task FinishAsync(DestinationState destination, TakingBack run, LostDestination lost, TimeSpan now)
    {
        _runs.Remove(destination);
        await run.Completion;
        // Soon again while its connection is about to end, or something may come; a lost one that is empty stays so.
        var isFresh = lost.State is not null && lost.LostFor < Loss;
        _notBefore[destination] = now + (run.IsComplete && !run.HasBegun ? RescuePlan.LongestPause : isFresh ? Often : RescueRounds.Pause);
        if (run.Refusal is { } refusal) LogRefused(group.Config.Name, destination.Name, refusal);
        else if (run.HasBegun) LogTakenBack(group.Config.Name, destination.Name, run.Moved);
    }

    [LoggerMessage(2120, LogLevel.Information, "Group {GroupId} hands over in order: nothing of an earlier dispatcher is at work any more")]
    private partial void LogLearned(string groupId);

    [LoggerMessage(2121, LogLevel.Information, "{Count} messages that waited at {GroupId}/{DestinationId} were handed to others, in order")]
    private partial void LogTakenBack(string groupId, string destinationId, long count);

    [LoggerMessage(2122, LogLevel.Warning, "What waits at {GroupId}/{DestinationId} cannot be handed to others in order: {Reason}")]
    private partial void LogRefused(string groupId, string destinationId, string reason);
}
