using MessageLB.Core.Adjustment;
using MessageLB.Core.Configuration;
using MessageLB.Core.Duplicates;
using MessageLB.Core.Failover;
using MessageLB.Core.Groups;
using MessageLB.Core.Heartbeats;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Fallback;
using MessageLB.Dispatcher.Holding;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Probes;
using MessageLB.Dispatcher.Recording;
using MessageLB.Dispatcher.Rescue;
using MessageLB.Dispatcher.Results;
using MessageLB.Dispatcher.Shadowing;
using MessageLB.Dispatcher.Telemetry;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Registry;

/// <summary>
/// A group while the dispatcher runs: its state for picks, and its updater behind one lock, which makes the updater the single
/// writer. Transitions are logged after the lock is left. Thread-safe.
/// </summary>
internal sealed partial class GroupRuntime
{
    private readonly Lock _gate = new();
    private readonly GroupUpdater _updater;
    private readonly List<GroupEvent> _events = [];
    private readonly string _dispatcher;
    private readonly RegistryClock _clock;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private volatile GroupConfig _config;
    private OutlookLog _outlookLog;
    private double _handOverSeconds;
    private int _rescues;

    public GroupRuntime(GroupConfig config, string dispatcher, RegistryClock clock, TimeProvider time, ILogger logger)
    {
        Samples = new DecisionSamples(time);
        State = new GroupState(config.Name);
        (_config, _time) = (config, time);
        _updater = new GroupUpdater(State, config, dispatcher, new Random());
        _clock = clock;
        _logger = logger;
        if (config.Copies) Rules = new GroupRulesState(config);
        Order = NewOrder(config, dispatcher);
        _dispatcher = dispatcher;
        Fallback = new GroupFallback(config, State, logger);
        Retries = ForwardTarget.RetriesOf(config.Name);
        if (config.Probe is { Kind: ProbeKind.Message }) Canaries = new CanaryBook(time);
        if (config.Duplicates.IsOn) Duplicates = NewDuplicates(config);
        _outlookLog = NewOutlookLog(config);
    }

    /// <summary>What is in force; another one after a reload.</summary>
    public GroupConfig Config => _config;

    public GroupState State { get; }

    public GroupCounters Counters { get; } = new();

    /// <summary>Told of arrivals and heartbeats.</summary>
    public GroupRecorder Recorder { get; } = new();

    /// <summary>What is kept for rules before the policy; null in a group without any.</summary>
    public GroupRulesState? Rules { get; private set; }

    /// <summary>What becomes of messages while nobody is available.</summary>
    public GroupFallback Fallback { get; private set; }

    /// <summary>Identities of the publishers' messages; null if nothing is a copy.</summary>
    public DuplicateWindow? Duplicates { get; private set; }

    /// <summary>Where messages go that wait, or are to be decided about.</summary>
    public ForwardTarget Retries { get; }

    public ShadowCounters Shadow { get; } = new();

    /// <summary>Who watches its decisions.</summary>
    public DecisionSamples Samples { get; }

    /// <summary>Told how long hand-overs take; null if nobody is to know.</summary>
    public RouteTime? Times { get; init; }

    public ILogger Logger => _logger;

    /// <summary>Set whenever a pick that failed may succeed now. Each flow adds its own.</summary>
    public SignalSet CreditSignals { get; } = new();

    /// <summary>Claimed while rescued messages wait for credit.</summary>
    public RescuePrecedence RescueFirst { get; } = new();

    /// <summary>Set at every transition. One waiter: what rescues the group's messages.</summary>
    public AsyncSignal RescueSignal { get; } = new();

    /// <summary>Set whenever the eligible destinations may have changed. One waiter: the group's session.</summary>
    public AsyncSignal EligibleSignal { get; } = new();

    /// <summary>Told of the results that workers report. Nobody tells in a group that needs none.</summary>
    public ResultListeners Results { get; } = new();

    /// <summary>What is in hold.</summary>
    public HoldState Hold { get; } = new();

    /// <summary>Told of every instance lost by its silence, or found to hang. Must return at once.</summary>
    public Action<WorkerInstance>? InstanceSilent { get; set; }

    /// <summary>True while a delivery is held because nobody has credit.</summary>
    public volatile bool Holding;

    /// <summary>Ready messages in the ingress queue at the last look; -1 if unknown.</summary>
    public long IngressReady = -1;

    /// <summary>Whether the group's queues are declared in the present session; until then nobody looks at them.</summary>
    public volatile bool Prepared;

    /// <summary>Whether its queues were declared since the dispatcher's start: before that, what is published for it may be in no queue.</summary>
    public volatile bool Declared;

    /// <summary>Why the group does not run in this session; null if it does.</summary>
    public volatile string? Fault;

    /// <summary>Rescues that run.</summary>
    public int Rescues => Volatile.Read(ref _rescues);

    public HeartbeatVerdict OnHeartbeat(Heartbeat heartbeat)
    {
        GroupEvent[] events;
        HeartbeatVerdict verdict;
        lock (_gate)
        {
            verdict = _updater.OnHeartbeat(heartbeat, _clock.Now(), _events);
            events = TakeEventsNeedsLock();
        }

        if (verdict == HeartbeatVerdict.Accepted)
        {
            CreditSignals.Set();
            Recorder.Reported(heartbeat);
        }

        Publish(events);
        return verdict;
    }

    public void OnPresenceEnded(WorkerInstance instance, PresenceEnd end)
    {
        GroupEvent[] events;
        lock (_gate)
        {
            _updater.OnPresenceEnded(instance, end, _clock.Now(), _events);
            events = TakeEventsNeedsLock();
        }

        Publish(events);
    }

    /// <summary>Another dispatcher heard an instance die.</summary>
    public void OnLostElsewhere(LostInstance lost)
    {
        GroupEvent[] events;
        lock (_gate)
        {
            _updater.OnLostElsewhere(lost, _clock.Now(), _events);
            events = TakeEventsNeedsLock();
        }

        Publish(events);
    }

    /// <summary>Number of the last heartbeat of an instance that died; null if it did not, or is back.</summary>
    public long? LastOfLost(WorkerInstance instance)
    {
        lock (_gate) return _updater.LastOfLost(instance);
    }

    public void OnQueueSeen(string destination, QueueDepth? depth, long takenBefore)
    {
        GroupEvent[] events;
        lock (_gate)
        {
            _updater.OnQueueSeen(destination, depth, takenBefore, _clock.Now(), _events);
            events = TakeEventsNeedsLock();
        }

        CreditSignals.Set();
        Publish(events);
    }

    public void OnQueueDeclared(string destination, string? refusal)
    {
        GroupEvent[] events;
        lock (_gate)
        {
            _updater.OnQueueDeclared(destination, refusal, _clock.Now(), _events);
            events = TakeEventsNeedsLock();
        }

        Publish(events);
    }

    public void HandOverFailed(DestinationState destination, PublishOutcome outcome)
    {
        if (outcome == PublishOutcome.Returned) Counters.CountReturned();
        else Counters.CountRefused();
        GroupEvent[] events;
        lock (_gate)
        {
            _updater.OnHandOverFailed(destination.Name, outcome, _clock.Now(), _events);
            events = TakeEventsNeedsLock();
        }

        CreditSignals.Set();
        Publish(events);
    }

    /// <summary>Takes in that an attempt failed at a destination.</summary>
    public void MessageFailed(string id, string destination)
    {
        GroupEvent[] events;
        lock (_gate)
        {
            _updater.OnMessageFailed(id, destination, _clock.Now(), _events);
            events = TakeEventsNeedsLock();
        }

        Publish(events);
    }

    /// <param name="dispatchers">How many dispatchers serve the group.</param>
    public void Tick(int dispatchers)
    {
        GroupEvent[] events;
        GroupOutlook outlook;
        IReadOnlyList<WorkerInstance> silent;
        IReadOnlyList<LoadAdjustment> adjustments;
        TimeSpan now;
        var outlookLog = _outlookLog;
        var fallback = Fallback;
        lock (_gate)
        {
            // Of several with a single active one, the others hand nothing over.
            _updater.Dispatchers = Config.IsSingleActive ? 1 : dispatchers;
            now = _clock.Now();
            _updater.Tick(now, Volatile.Read(ref _handOverSeconds), _events);
            outlook = _updater.Outlook(now);
            events = TakeEventsNeedsLock();
            silent = _updater.TakeSilent();
            adjustments = _updater.TakeAdjustments();
        }

        CreditSignals.Set();
        Publish(events);
        if (adjustments.Count > 0) LogAdjustments(adjustments);
        foreach (var instance in silent) InstanceSilent?.Invoke(instance);
        // Another tier makes others eligible without a transition of any of them.
        var hasMoved = outlookLog.Tell(outlook);
        if (!fallback.Look(outlook.IsLearning, now) && !hasMoved) return;
        EligibleSignal.Set();
        RescueSignal.Set();
    }

    /// <summary>Takes in what people want of a destination; false if there is none of that name.</summary>
    public bool Administer(string destination, AdministrativeState state, string reason)
    {
        GroupEvent[] events;
        bool known;
        lock (_gate)
        {
            known = _updater.Administer(destination, state, reason, _clock.Now(), _events);
            events = TakeEventsNeedsLock();
        }

        if (known) LogAdministered(Config.Name, destination, state, reason);
        Publish(events);
        return known;
    }

    /// <summary>What is to be said to workers now.</summary>
    public List<(string Destination, WorkerAsk Ask)> Asks()
    {
        lock (_gate) return _updater.Asks(_clock.Now());
    }

    /// <summary>Destinations whose queues are worth a look now.</summary>
    public List<DestinationState> WantingLook()
    {
        lock (_gate) return _updater.WantingLook(_clock.Now());
    }

    public List<DestinationState> All()
    {
        lock (_gate) return _updater.All();
    }

    /// <summary>Listed destinations whose queues could not be declared.</summary>
    public List<string> Refused()
    {
        lock (_gate) return _updater.Refused();
    }

    /// <summary>Whether this instance may hold messages that nobody there is going to settle.</summary>
    public bool HoldsInVain(WorkerInstance instance)
    {
        lock (_gate) return _updater.HoldsInVain(instance);
    }

    public bool IsListed(string destination)
    {
        lock (_gate) return _updater.IsListed(destination);
    }

    public void Resync(string destination, QueueDepth? depth)
    {
        lock (_gate) _updater.Resync(destination, depth);
    }

    /// <summary>Destinations whose messages are to be rescued.</summary>
    public List<LostDestination> Lost()
    {
        lock (_gate) return _updater.Lost(_clock.Now());
    }

    /// <summary>Messages of the destination are being handed to others from now on.</summary>
    public void RescueStarted(string destination)
    {
        lock (_gate) _updater.OnRescueStarted(destination);
        Interlocked.Increment(ref _rescues);
    }

    /// <summary>They are not any more.</summary>
    public void RescueEnded(string destination)
    {
        lock (_gate) _updater.OnRescueEnded(destination);
        Interlocked.Decrement(ref _rescues);
        RescueSignal.Set();
    }

    /// <summary>How long nobody has been available.</summary>
    public TimeSpan NobodyFor() => _clock.Now() - Fallback.Since;

    /// <summary>Takes in the time from a publish to its confirm; called by one thread at a time.</summary>
    public void LearnHandOverTime(TimeSpan elapsed)
    {
        // Quick up and slow down, as the window must cover the slow ones too.
        var seconds = Math.Min(elapsed.TotalSeconds, 0.25);
        var known = Volatile.Read(ref _handOverSeconds);
        var gain = seconds > known ? 0.2 : 0.02;
        Volatile.Write(ref _handOverSeconds, known + ((seconds - known) * gain));
    }

    public void ReportOversize(int size, int limit) => LogOversize(Config.Name, size, limit);

    public void ReportNotForwarded(ForwardTarget target, PublishOutcome outcome)
    {
        if (target.Kind != ForwardKind.Group) LogNotTakenAside(Config.Name, target.Queue, outcome);
        else LogNotForwarded(Config.Name, target.Name, outcome);
    }

    public void ReportBeyondLimit(string tenant) => LogBeyondLimit(Config.Name, LogText.Printable(tenant));

    public void ReportUnpublishable(Exception reason) => LogUnpublishable(Config.Name, reason.Message);

    private static DuplicateWindow NewDuplicates(GroupConfig config) => new(config.Duplicates.Most, config.Duplicates.Window);

    private OutlookLog NewOutlookLog(GroupConfig config) => new(config.Name, config.Destinations.Any(d => d.Tier > 0), _logger);

    private GroupEvent[] TakeEventsNeedsLock()
    {
        if (_events.Count == 0) return [];
        var events = _events.ToArray();
        _events.Clear();
        return events;
    }

    private void Publish(GroupEvent[] events)
    {
        if (events.Length == 0) return;
        foreach (var e in events) LogTransition(e);
        CreditSignals.Set();
        EligibleSignal.Set();
        RescueSignal.Set();
    }
}
