using MessageLB.Core.Configuration;
using MessageLB.Core.Credit;
using MessageLB.Core.Groups;
using MessageLB.Core.Heartbeats;
using MessageLB.Core.Probes;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>A group with its updater, a clock that the test moves, and worker instances that number their heartbeats.</summary>
internal sealed class GroupRig
{
    public const string Group = "orders";
    public const string Dispatcher = "d1";

    /// <summary>Silence after which a worker with the default interval is lost, at the default settings.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(2.3);

    private readonly Dictionary<(string Destination, string Instance), long> _sequences = [];
    private readonly List<GroupEvent> _events = [];

    public GroupRig(GroupConfig? config = null)
    {
        Config = (config ?? new GroupConfig { Name = Group }) with { Name = Group };
        Updater = new GroupUpdater(State, Config, Dispatcher, new Random(1));
    }

    public GroupConfig Config { get; }

    public GroupState State { get; } = new(Group);

    public GroupUpdater Updater { get; }

    /// <summary>Some time after the start, so that nothing hangs on zero.</summary>
    public TimeSpan Now { get; private set; } = TimeSpan.FromMinutes(1);

    public IEnumerable<string> Eligible => State.Snapshot.Eligible.Select(d => d.Name);

    public static GroupRig Listed(params DestinationConfig[] destinations) =>
        new(new GroupConfig { Name = Group, Destinations = destinations });

    public static GroupRig Healthy(HealthMonitoringConfig health) => new(new GroupConfig { Name = Group, HealthMonitoring = health });

    public static Heartbeat HeartbeatOf(string destination, string instance, long sequence) => new()
    {
        Group = Group,
        Destination = destination,
        Instance = instance,
        Sequence = sequence,
        Concurrency = 4,
    };

    public void Pass(TimeSpan time) => Now += time;

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>The next heartbeat of an instance, changed as the test likes; accepted.</summary>
    public void Beat(string destination, Func<Heartbeat, Heartbeat>? change = null, string instance = "i1") =>
        Assert.Equal(HeartbeatVerdict.Accepted, TryBeat(destination, change, instance));

    public HeartbeatVerdict TryBeat(string destination, Func<Heartbeat, Heartbeat>? change = null, string instance = "i1")
    {
        var sequence = _sequences[(destination, instance)] = _sequences.GetValueOrDefault((destination, instance)) + 1;
        var heartbeat = HeartbeatOf(destination, instance, sequence);
        return Updater.OnHeartbeat(change?.Invoke(heartbeat) ?? heartbeat, Now, _events);
    }

    public void Tick() => Updater.Tick(Now, handOverSeconds: 0, _events);

    public void EndPresence(string destination, PresenceEnd end, string instance = "i1") =>
        Updater.OnPresenceEnded(new WorkerInstance(Group, destination, instance), end, Now, _events);

    public void FailHandOver(string destination, PublishOutcome outcome = PublishOutcome.Returned) =>
        Updater.OnHandOverFailed(destination, outcome, Now, _events);

    public bool Administer(string destination, AdministrativeState state, string reason = "drained by ops") =>
        Updater.Administer(destination, state, reason, Now, _events);

    /// <summary>Puts another configuration in force.</summary>
    public void Reconfigure(Func<GroupConfig, GroupConfig> change) => Updater.Reconfigure(change(Updater.Config), Now, _events);

    public ProbeChange Probed(string destination, ProbeOutcome outcome) =>
        Updater.OnProbed(destination, outcome, TimeSpan.Zero, Now, _events).Change;

    public void FailMessage(string messageId, string destination) => Updater.OnMessageFailed(messageId, destination, Now, _events);

    public void DeclareQueue(string destination, string? refusal) => Updater.OnQueueDeclared(destination, refusal, Now, _events);

    /// <summary>A look at the queue that took no time.</summary>
    public void Look(string destination, QueueDepth? depth, long? takenBefore = null) =>
        Updater.OnQueueSeen(destination, depth, takenBefore ?? Credit(destination).Taken, Now, _events);

    public bool WantsLook(string destination) => Updater.WantingLook(Now).Any(d => d.Name == destination);

    public void Resync(string destination, QueueDepth? depth) => Updater.Resync(destination, depth);

    public void Take(string destination, int count)
    {
        for (var i = 0; i < count; i++) Assert.True(Credit(destination).TryTake());
    }

    public DestinationState Destination(string name) => Updater.All().Single(d => d.Name == name);

    public CreditWindow Credit(string destination) => Destination(destination).Credit;

    public DestinationView View(string destination) => Updater.View(Now).Single(v => v.State.Name == destination);

    public (DestinationCondition Condition, string? Reason) Condition(string destination) => (View(destination).Condition, View(destination).Reason);

    /// <summary>The transitions since the last call.</summary>
    public List<GroupEvent> TakeEvents()
    {
        var events = _events.ToList();
        _events.Clear();
        return events;
    }
}
