using MessageLB.Core.Configuration;
using MessageLB.Core.Failover;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Model;

/// <summary>
/// What the dispatcher of the model knows of its group in hold mode: the real updater, fed by heartbeats, presence, failed hand-overs and looks at
/// the model's queues, and the rounds in which lost destinations lose what they had.
/// </summary>
internal sealed class ModelGroup
{
    private static readonly TimeSpan LastReports = TimeSpan.FromSeconds(1);

    // Three heartbeats, and what passes at once in the model.
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(5);

    private readonly GroupState _state = new("orders");
    private readonly GroupUpdater _updater;
    private readonly List<GroupEvent> _events = [];
    private readonly HashSet<DestinationState> _emptied = [];
    private readonly ModelBroker _broker;
    private readonly HoldRun _run;
    private readonly List<ModelHoldWorker> _workers;

    public ModelGroup(ModelBroker broker, HoldRun run, List<ModelHoldWorker> workers, TimeSpan limit, bool hangs)
    {
        (_broker, _run, _workers) = (broker, run, workers);
        var health = new HealthMonitoringConfig { HungAfter = hangs ? TimeSpan.FromSeconds(3) : TimeSpan.Zero };
        var config = new GroupConfig { Name = "orders", Delivery = DeliveryMode.Hold, HoldLimit = limit, Retry = run.Retry, HealthMonitoring = health };
        _updater = new GroupUpdater(_state, config, "d1", run.Random);
    }

    public GroupSnapshot Snapshot => _state.Snapshot;

    /// <summary>Whether nothing is in flight by the books, nor in the queues.</summary>
    public bool IsQuiet => _updater.All().TrueForAll(d => d.Credit.InFlight == 0 && Ready(d) == 0);

    private TimeSpan Now => _run.Clock.GetElapsedTime(0);

    public void Hear(Heartbeat heartbeat) => _updater.OnHeartbeat(heartbeat, Now, _events);

    public void PresenceEnded(WorkerInstance instance, PresenceEnd end) => _updater.OnPresenceEnded(instance, end, Now, _events);

    public void HandOverFailed(DestinationState destination, PublishOutcome outcome) => _updater.OnHandOverFailed(destination.Name, outcome, Now, _events);

    /// <summary>Judges ages, takes from the lost what they had, and looks at queues.</summary>
    public void Tick(ModelHoldDesk desk)
    {
        _updater.Tick(Now, 0, _events);
        _updater.TakeSilent();
        _events.Clear();
        TakeFromLost(desk);
        AssertTaken(desk);
        foreach (var destination in _updater.WantingLook(Now)) _updater.OnQueueSeen(destination.Name, Look(destination), destination.Credit.Taken, Now, _events);
    }

    /// <summary>Puts the books straight before the next session hands over.</summary>
    public void Resync()
    {
        foreach (var destination in _updater.All().Where(d => d.Credit.InFlight > 0)) _updater.Resync(destination.Name, Look(destination));
    }

    /// <summary>Where nothing goes wrong, what is there is in flight: credit comes back when the worker reports, and not before.</summary>
    public void AssertCredit()
    {
        foreach (var destination in _updater.All())
        {
            var there = Ready(destination) + _workers.Where(w => w.Destination == destination.Name).Sum(w => w.InHand);
            Assert.True(there <= destination.Credit.InFlight, $"{there} are at {destination.Name}, and {destination.Credit.InFlight} are in flight by the books");
        }
    }

    public void JudgeBooks() => Assert.All(_updater.All(), d => Assert.Equal(0, d.Credit.InFlight));

    private void TakeFromLost(ModelHoldDesk desk)
    {
        var lost = _updater.Lost(Now);
        _emptied.RemoveWhere(known => !lost.Exists(l => ReferenceEquals(l.State, known)));
        foreach (var destination in lost)
        {
            if (destination.Condition is not (DestinationCondition.Lost or DestinationCondition.Left or DestinationCondition.Hung)) continue;
            if (destination.Condition == DestinationCondition.Left && destination.LostFor < LastReports) continue;
            desk.TakeFrom(destination.State.Name, destination.IsDead);
            if (_emptied.Add(destination.State)) Delete(destination);
        }
    }

    private void AssertTaken(ModelHoldDesk desk)
    {
        foreach (var workers in _workers.GroupBy(w => w.Destination))
        {
            if (!workers.Any(w => w.Lives) && workers.All(w => Now - w.DeadSince > Noticed) && desk.IsWith(workers.Key)) Assert.Fail($"{workers.Key} is dead since long, and still has messages");
        }
    }

    private void Delete(LostDestination destination)
    {
        _broker.Delete(destination.State.Queue);
        foreach (var worker in _workers.Where(w => w.Destination == destination.State.Name)) worker.Cancel();
    }

    private QueueDepth? Look(DestinationState destination) =>
        _broker.Exists(destination.Queue) ? new QueueDepth(Ready(destination), _workers.Count(w => w.Destination == destination.Name && w.Consumes)) : null;

    private int Ready(DestinationState destination) => _broker.Exists(destination.Queue) ? _broker.Count(destination.Queue) : 0;
}
