using MessageLB.CommandLine.Commands.Bench.Failover;

namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>Does the faults of a soak one after the other, and counts what they may cause.</summary>
/// <param name="stage">To whom.</param>
/// <param name="proxy">What the dispatcher in this process reaches the broker through.</param>
/// <param name="second">The other dispatcher.</param>
/// <param name="bound">What each may cause.</param>
internal sealed class SoakFaults(FailoverStage stage, CuttingProxy? proxy, SecondDispatcher second, SoakBound bound)
{
    // Both dispatchers know of a death by then, and rescues that have nothing left are over.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    private readonly SortedDictionary<string, int> _done = new(StringComparer.Ordinal);

    /// <summary>How often each was done, by its name.</summary>
    public IReadOnlyDictionary<string, int> Done => _done;

    /// <summary>The most messages that they may have caused to be done again.</summary>
    public long RepeatedBound { get; private set; }

    /// <summary>Time in which the broker was down, from the signal that stops it until its port is open again.</summary>
    public TimeSpan Down { get; private set; }

    /// <summary>Does one; returns when it is over, though those whom it was done to may still be on their way back.</summary>
    public async Task DoAsync(SoakStep step, CancellationToken stop)
    {
        var name = stage.Crew[step.Worker];
        RepeatedBound += bound.Of(step.Fault);
        switch (step.Fault)
        {
            case SoakFault.KillWorker:
                stage.Worker(name).Kill();
                await PassAsync(step.Lasts, stop);
                await stage.StartWorkerAsync(name);
                break;
            case SoakFault.StopWorker:
                stage.Worker(name).Suspend();
                await PassAsync(step.Lasts, stop);
                stage.Worker(name).Resume();
                break;
            case SoakFault.KillDispatcher:
                second.Kill();
                await second.JoinAsync(stage, stop);
                break;
            case SoakFault.CutConnections:
                proxy!.Cut();
                break;
            case SoakFault.DeleteQueue:
                await DeleteQueuesAsync(name, stop);
                await stage.StartWorkerAsync(name);
                break;
            default:
                await RestartAsync(step.Lasts, stop);
                break;
        }

        var key = NameOf(step.Fault);
        _done[key] = _done.GetValueOrDefault(key) + 1;
    }

    /// <summary>Name of a fault in the report.</summary>
    public static string NameOf(SoakFault fault) => fault switch
    {
        SoakFault.KillWorker => "kill_worker",
        SoakFault.StopWorker => "stop_worker",
        SoakFault.KillDispatcher => "kill_dispatcher",
        SoakFault.CutConnections => "cut_connections",
        SoakFault.DeleteQueue => "delete_queue",
        _ => "restart_broker",
    };

    // Nothing can flow meanwhile, which says nothing about who is tested.
    private async Task RestartAsync(TimeSpan lasts, CancellationToken stop)
    {
        var start = stage.Time.GetTimestamp();
        stage.Books.BeginOutage();
        await stage.Broker!.StopAsync(stop);
        await PassAsync(lasts, stop);
        await stage.Broker.StartAsync(stop);
        stage.Books.EndOutage();
        Down += stage.Time.GetElapsedTime(start);
    }

    // What is in a queue that somebody deletes is gone, and that is not what this is about: it is deleted when both dispatchers have given it up.
    private async Task DeleteQueuesAsync(string name, CancellationToken stop)
    {
        stage.Worker(name).Kill();
        await stage.UntilAsync(() => stage.StateOf(name) is "lost" or null, () => $"the killed worker {name} is {stage.StateOf(name)}", stop);
        for (var empty = false; !empty; empty = await stage.IsAbandonedAsync(name, stop))
        {
            await stage.UntilAsync(() => stage.IsAbandonedAsync(name, stop), () => $"somebody still takes from the queue of the killed worker {name}", stop);
            await PassAsync(Settled, stop);
        }

        await stage.DeleteQueuesAsync(name, stop);
    }

    private Task PassAsync(TimeSpan time, CancellationToken stop) => Task.Delay(time, stage.Time, stop);
}
