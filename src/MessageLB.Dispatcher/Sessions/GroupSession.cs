using System.Runtime.ExceptionServices;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Results;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Sessions;

/// <summary>
/// A group within one session: declares its queues, waits for a destination, and keeps the flow running while there is one. Without
/// any destination nothing is fetched, so that the backlog stays in the ingress queue, unharmed by the broker's consumer timeout; unless
/// messages are to leave the group then, which is another flow.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="group">The group.</param>
/// <param name="looker">Declares and looks at queues.</param>
/// <param name="start">Why it starts.</param>
/// <param name="parts">What flows are made of.</param>
/// <param name="stopWithin">Limit of a graceful stop.</param>
/// <param name="logger">Log.</param>
internal sealed partial class GroupSession(ITransportSession session, GroupRuntime group, QueueLooker looker, GroupStart start, FlowParts parts, TimeSpan stopWithin, ILogger logger)
{
    // Every group is unbound from every other group's routes: beyond this the start would take longer than it is worth.
    private const int MostRoutesToUnbind = 100;

    private static readonly TimeSpan RetryDeclare = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EmptyFor = TimeSpan.FromSeconds(30);

    // What is forwarded needs no destination here.
    private FlowKind Wanted =>
        group.Fallback.IsOn ? FlowKind.Leaving
        : group.State.Snapshot.HasAnybody || group.Config.Forward.Count > 0 ? FlowKind.HandOver
        : FlowKind.None;

    /// <summary>Runs until <paramref name="ended"/>; then stops gracefully if the session still lives.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        group.Prepared = false;
        if (!await PrepareAsync(ended)) return;
        // Before anything is handed over: the results of what is handed over must find somebody who listens.
        await using var results = group.Config.NeedsResults ? await ResultIntake.SubscribeAsync(session.Control, group, parts.Time, ended) : null;
        using var release = ended.UnsafeRegister(static state => ((GroupRuntime)state!).EligibleSignal.Set(), group);
        while (!ended.IsCancellationRequested)
        {
            if (Wanted is not FlowKind.None and var kind) await FlowAsync(kind, ended);
            else await group.EligibleSignal.WaitAsync();
        }
    }

    private async Task FlowAsync(FlowKind kind, CancellationToken ended)
    {
        var source = new IngressSource(group, parts.Time);
        var flow = kind == FlowKind.Leaving
            ? await HandOverFlow.StartLeavingAsync(session, group, source, parts, ended)
            : await HandOverFlow.StartAsync(session, group, source, parts, ended);
        try
        {
            await NotWantedAsync(flow, kind, ended);
            if (flow.Fault is { } fault) ExceptionDispatchInfo.Throw(fault);
        }
        finally
        {
            await StopAsync(flow, ended);
        }
    }

    private async Task StopAsync(HandOverFlow flow, CancellationToken ended)
    {
        if (session.Ended.IsCancellationRequested)
        {
            await flow.AbandonAsync();
            return;
        }

        if (!await flow.StopAsync(stopWithin, session.Ended))
        {
            if (!session.Ended.IsCancellationRequested) LogStoppedLate(group.Config.Name, stopWithin);
        }
        else if (ended.IsCancellationRequested || Wanted == FlowKind.None)
        {
            LogStopped(group.Config.Name);
        }
    }

    private async Task NotWantedAsync(HandOverFlow flow, FlowKind kind, CancellationToken ended)
    {
        await using var timer = parts.Time.CreateTimer(static state => ((GroupRuntime)state!).EligibleSignal.Set(), group, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        long? since = null;
        while (flow.Fault is null && !ended.IsCancellationRequested)
        {
            var wanted = Wanted;
            if (wanted == kind)
            {
                since = null;
            }
            else
            {
                since ??= parts.Time.GetTimestamp();
                var left = EmptyFor - parts.Time.GetElapsedTime(since.Value);
                // Somebody may be back in a moment; who has left for good is no reason to hold messages.
                if (wanted != FlowKind.None || kind == FlowKind.Leaving || left <= TimeSpan.Zero) return;
                timer.Change(left, Timeout.InfiniteTimeSpan);
            }

            await group.EligibleSignal.WaitAsync();
        }
    }

    private async Task<bool> PrepareAsync(CancellationToken ended)
    {
        while (true)
        {
            try
            {
                await session.Topology.DeclareGroupAsync(group.Config.Name, group.Config.Routes, ended, group.Config.IsSingleActive);
                var routes = parts.Routes();
                if (routes.Count <= MostRoutesToUnbind) await session.Topology.UnbindFormerRoutesAsync(group.Config.Name, group.Config.Routes, routes, ended);
                foreach (var listed in group.Config.Destinations) await looker.DeclareAsync(group, listed.Name, ended);
                // After a reload the books are right, and a look at a moment between two heartbeats would make them wrong.
                if (start == GroupStart.WithSession) await looker.ResyncAsync(group, ended);
                group.Fault = null;
                group.Declared = true;
                group.Prepared = true;
                group.RescueSignal.Set();
                return true;
            }
            catch (TopologyMismatchException e)
            {
                group.Fault = e.Message;
                LogCannotStart(group.Config.Name, e.Message, RetryDeclare);
                await Task.Delay(RetryDeclare, parts.Time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (ended.IsCancellationRequested) return false;
            }
        }
    }

    [LoggerMessage(2040, LogLevel.Information, "Group {GroupId} takes no more messages; every delivery is settled")]
    private partial void LogStopped(string groupId);

    [LoggerMessage(2041, LogLevel.Warning, "Group {GroupId} takes no more messages, but did not settle every delivery within {Limit}; the broker redelivers the rest")]
    private partial void LogStoppedLate(string groupId, TimeSpan limit);

    [LoggerMessage(2042, LogLevel.Error, "Group {GroupId} cannot start: {Reason} The other groups go on; next attempt in {Delay}")]
    private partial void LogCannotStart(string groupId, string reason, TimeSpan delay);
}
