using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Simulation.Running;
using MessageLB.Simulation.Workloads;
using MessageLB.Transport;

namespace MessageLB.Simulation.Spreading;

/// <summary>
/// A dispatcher: the very group state, updater, policy and picker of Core, with books of its own. It learns of workers from heartbeats only.
/// Not thread-safe.
/// </summary>
internal sealed class SimulatedDispatcher
{
    private readonly GroupState _state;
    private readonly GroupUpdater _updater;
    private readonly DestinationPicker _picker;
    private readonly List<GroupEvent> _events = [];
    private readonly string _name;
    private readonly double _handOverSeconds;
    private readonly int[] _workerOfSlot;
    private readonly DestinationState[] _stateOfWorker;

    /// <param name="group">The group, with its destinations listed in the order of workers.</param>
    /// <param name="name">Name, as workers report it.</param>
    /// <param name="picker">Makes its picker.</param>
    /// <param name="handOverSeconds">Time from a hand-over to the worker.</param>
    /// <param name="dispatchers">How many dispatchers share the workers.</param>
    public SimulatedDispatcher(GroupConfig group, string name, Func<DestinationPicker> picker, double handOverSeconds, int dispatchers)
    {
        _name = name;
        _state = new GroupState(group.Name);
        _updater = new GroupUpdater(_state, group, name, new Random(1)) { Dispatchers = dispatchers };
        _picker = picker();
        _handOverSeconds = handOverSeconds;
        var numbers = group.Destinations.Select((d, i) => (d.Name, Number: i)).ToDictionary(d => d.Name, d => d.Number);
        var states = _updater.All();
        _workerOfSlot = new int[states.Max(s => s.Slot) + 1];
        _stateOfWorker = new DestinationState[states.Count];
        foreach (var state in states)
        {
            _workerOfSlot[state.Slot] = numbers[state.Name];
            _stateOfWorker[numbers[state.Name]] = state;
        }
    }

    /// <summary>Told of adjustments; null if nobody looks.</summary>
    public RunObserver? Observer { get; init; }

    public void OnHeartbeat(Heartbeat heartbeat, long now)
    {
        _updater.OnHeartbeat(heartbeat, VirtualTime.ToTimeSpan(now), _events);
        _events.Clear();
    }

    /// <summary>A presence token came back.</summary>
    public void OnPresenceLost(in WorkerInstance instance, long now)
    {
        _updater.OnPresenceEnded(instance, PresenceEnd.Lost, VirtualTime.ToTimeSpan(now), _events);
        _events.Clear();
    }

    /// <summary>A message that it had handed to a worker is not there any more.</summary>
    public void GiveBack(int worker) => _stateOfWorker[worker].Credit.Return(1);

    public void Tick(long now)
    {
        _updater.Tick(VirtualTime.ToTimeSpan(now), _handOverSeconds, _events);
        _events.Clear();
        if (Observer is null) return;
        foreach (var adjustment in _updater.TakeAdjustments()) Observer.Adjusted(_name, adjustment);
    }

    /// <summary>Number of the worker whose credit was taken for the message; -1 if nobody has credit.</summary>
    public int TryPick(string routingKey, MessageProperties properties) =>
        _picker.TryPick(_state.Snapshot, routingKey, properties) is { } chosen ? _workerOfSlot[chosen.Slot] : -1;
}
