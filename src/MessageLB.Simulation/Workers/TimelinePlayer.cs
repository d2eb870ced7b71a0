using MessageLB.Simulation.Workloads;

namespace MessageLB.Simulation.Workers;

/// <summary>Lets happen to workers what their timelines say, in the order of time, and of the scenario where times are equal.</summary>
internal sealed class TimelinePlayer
{
    private readonly (long At, SimulatedWorker Worker, TimelineEvent Event)[] _events;
    private int _next;

    public TimelinePlayer(IEnumerable<SimulatedWorker> workers) => _events =
    [
        .. workers.SelectMany(w => w.Config.Timeline.Select(e => (VirtualTime.From(e.At), w, e))).OrderBy(e => e.Item1),
    ];

    /// <summary>Time of the next change; <see cref="VirtualTime.Never"/> if there is none.</summary>
    public long NextDue => _next < _events.Length ? _events[_next].At : VirtualTime.Never;

    /// <summary>Plays the next change. Returns the worker that returns or is killed; null if nobody need know.</summary>
    /// <param name="left">Takes the messages of one that is killed.</param>
    public SimulatedWorker? Play(List<int> left)
    {
        var (at, worker, change) = _events[_next++];
        switch (change.Action)
        {
            case TimelineAction.Stop:
                worker.Stop(at);
                return null;
            case TimelineAction.Kill:
                worker.Kill(left);
                return worker;
            case TimelineAction.Return:
                return worker.Return(at) ? worker : null;
            default:
                worker.ChangeSpeed(change.Speed);
                return null;
        }
    }
}
