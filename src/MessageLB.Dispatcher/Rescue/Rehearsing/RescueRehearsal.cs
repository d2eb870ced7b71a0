using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Peers;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Sessions;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.Dispatcher.Rescue.Rehearsing;

/// <summary>
/// One rescue of one message in a group that nobody else knows of, without a broker, when a dispatcher starts: so that the runtime has compiled
/// all of it before a worker dies. The first rescue took 200 to 300 ms longer without that on a busy machine.
/// </summary>
internal static class RescueRehearsal
{
    private const string Group = "rehearsal";
    private const string Dead = "a";
    private const string Heir = "b";

    // Nobody waits for it; one that does not come to an end is to leave nothing running.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Rehearses; returns how many messages were rescued: 1, or 0 if it was stopped before or took too long.</summary>
    /// <param name="parts">What flows are made of. Time is the system's, whatever it says, and no spans tell of what is no message of anybody.</param>
    /// <param name="stop">Ends it early.</param>
    public static async Task<long> RunAsync(FlowParts parts, CancellationToken stop)
    {
        var time = TimeProvider.System;
        var clock = new RegistryClock(time);
        clock.Attend(true);
        var group = new GroupRuntime(new GroupConfig { Name = Group, Routes = [Group] }, parts.Identity.Name, clock, time, NullLogger.Instance) { Prepared = true };
        await using var session = new RehearsalSession();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ended.CancelAfter(Limit);
        foreach (var name in (string[])[Dead, Heir]) group.OnHeartbeat(Ready(name));
        // Something of the dead one's is in flight, so that its rescue begins at once.
        group.All().Single(destination => destination.Name == Dead).Credit.TryTake();
        var rescuing = new GroupRescue(session, group, new Alone(), parts with { Time = time, MakesSpans = false }, Limit, NullLogger.Instance).RunAsync(ended.Token);
        group.OnPresenceEnded(InstanceOf(Dead), PresenceEnd.Lost);
        await session.Acknowledged.WaitAsync(ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ended.CancelAsync();
        await rescuing;
        return group.Counters.Rescued;
    }

    private static Heartbeat Ready(string name) => new()
    {
        Group = Group,
        Destination = name,
        Instance = InstanceOf(name).Instance,
        Sequence = 1,
        State = WorkerState.Ready,
        Concurrency = 1,
    };

    private static WorkerInstance InstanceOf(string name) => new(Group, name, $"{name}-1");

    private sealed class Alone : IOwnership
    {
        public bool HasOthers => false;

        public bool IsOwner(string group, string destination) => true;
    }
}
