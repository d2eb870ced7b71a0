using MessageLB.Transport;

namespace MessageLB.Worker.Draining;

/// <summary>
/// Waits until a draining worker may stop receiving. One empty look at the queue proves little: a hand-over that was decided
/// before the dispatcher heard of the drain may still be on its way. So the queue must be empty twice, with a heartbeat
/// before each look and a heartbeat's time between them.
/// </summary>
internal sealed class QueueDrain(WorkerSettings settings, WorkerBooks books, TimeProvider time)
{
    /// <summary>Longest time between two looks, for workers with slow heartbeats.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(1);

    private readonly string _queue = Names.WorkQueue(settings.Worker.Group, settings.Worker.Destination);
    private readonly TimeSpan _gap = settings.HeartbeatInterval < LongestGap ? settings.HeartbeatInterval : LongestGap;

    /// <summary>Messages in the queue at the last look; null if it could not be told.</summary>
    public long? LastReady { get; private set; }

    /// <summary>Waits. <paramref name="others"/> knows the other instances of the destination.</summary>
    public async Task<DrainEnd> RunAsync(ITopology topology, SiblingWatch others, CancellationToken cancellationToken)
    {
        var emptyInARow = 0;
        for (var looks = 1; !cancellationToken.IsCancellationRequested; looks++)
        {
            books.ForceHeartbeat();
            if (!await LookAsync(topology, cancellationToken)) break;
            emptyInARow = LastReady > 0 ? 0 : emptyInARow + 1;
            if (looks > 1 && others.SomeoneElseServes) return DrainEnd.LeftToOthers;
            if (emptyInARow > 1 && books.InFlight == 0) return DrainEnd.Empty;
            await WaitAsync(emptyInARow > 1 ? books.WhenIdle() : null, cancellationToken);
        }

        return DrainEnd.Interrupted;
    }

    private async Task<bool> LookAsync(ITopology topology, CancellationToken cancellationToken)
    {
        try
        {
            LastReady = (await topology.InspectAsync(_queue, cancellationToken))?.Ready;
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
