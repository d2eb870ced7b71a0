using MessageLB.Transport;
using MessageLB.Worker.Receiving;

namespace MessageLB.Worker.Draining;

/// <summary>
/// Takes a worker out of service: what no handler has started goes back to the group, what runs is finished. What lies in the
/// destination's own queue, and what still comes there, is received and sent back to the group as well, unless another instance of the
/// destination is ready, which takes it; then this one stops receiving. One owner.
/// </summary>
/// <remarks>
/// One empty look at the queue proves little: a hand-over that was decided before the dispatcher heard of the worker's new state may
/// still be on its way. So there are two looks, with a heartbeat before each and a heartbeat's time between them.
/// </remarks>
internal sealed class Withdrawal(WorkerSettings settings, WorkerBooks books, HandlerSlots slots, Receptions receptions, SiblingWatch others, TimeProvider time)
{
    /// <summary>Longest time between two looks, for workers with slow heartbeats.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _gap = settings.HeartbeatInterval < LongestGap ? settings.HeartbeatInterval : LongestGap;

    /// <summary>Messages in its queues at the last look; null if it could not be told.</summary>
    public long? LastReady { get; private set; }

    /// <summary>Goes on until nothing is left here, or until told to stop.</summary>
    public async Task<DrainEnd> RunAsync(ITopology topology, CancellationToken cancellationToken)
    {
        var emptyInARow = 0;
        for (var looks = 1; !cancellationToken.IsCancellationRequested; looks++)
        {
            books.ForceHeartbeat();
            slots.ReturnUnstarted(); // each time: one that crossed the change of state may have come after the last
            if (!await LookAsync(topology, cancellationToken)) break;
            emptyInARow = LastReady > 0 ? 0 : emptyInARow + 1;
            var leave = looks > 1 && await GiveWayAsync(cancellationToken);
            var nothingComes = leave || emptyInARow > 1;
            if (nothingComes && books.InFlight == 0) return leave ? DrainEnd.LeftToOthers : DrainEnd.Empty;
            await WaitAsync(nothingComes ? books.WhenIdle() : null, cancellationToken);
        }

        return DrainEnd.Interrupted;
    }

    /// <summary>Stays out of service until told to stop: sends back what still comes, or leaves it to another instance while one is ready.</summary>
    public async Task StayAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await GiveWayAsync(cancellationToken);
            await WaitAsync(null, cancellationToken);
        }
    }

    private async Task<bool> GiveWayAsync(CancellationToken cancellationToken)
    {
        var leave = others.SomeoneElseServes;
        try
        {
            if (leave) await receptions.StopAsync();
            else await receptions.OpenAsync(cancellationToken);
            if (books.InFlight == 0) await receptions.CloseStoppedAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or MessageLBException)
        {
            // The session is ending, or the queue is gone; the next look tells.
            return false;
        }

        return leave;
    }

    private async Task<bool> LookAsync(ITopology topology, CancellationToken cancellationToken)
    {
        try
        {
            var ready = 0L;
            foreach (var queue in receptions.Queues) ready += (await topology.InspectAsync(queue, cancellationToken))?.Ready ?? 0;
            LastReady = ready;
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or MessageLBException)
        {
            LastReady = null;
            return false;
        }
    }

    private async Task WaitAsync(Task? idle, CancellationToken cancellationToken)
    {
        var wait = idle is null ? Task.Delay(_gap, time, cancellationToken) : idle.WaitAsync(cancellationToken);
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
