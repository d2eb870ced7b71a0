using System.Diagnostics;
using MessageLB.Core.Credit;
using MessageLB.Core.Kinds;

namespace MessageLB.Core.Groups;

/// <summary>
/// What is known of a destination while it exists; its identity survives reloads. Picks read it on any thread; only the
/// <see cref="GroupUpdater"/> of its group writes it, except for credit, which is thread-safe by itself.
/// </summary>
public sealed class DestinationState
{
    // What a pick and a return touch lies together. The runtime puts fields that are structures last, so the rest is one.
    private int _weight = Configuration.DestinationConfig.DefaultWeight;
    private int _concurrency;
    private int _elsewhere;
    private double _serviceSeconds;
    private double _perWeight = 1.0 / Configuration.DestinationConfig.DefaultWeight;
    private double _perHand = 1;
    private KindBooks? _kinds;

    /// <summary>The counters of <see cref="Credit"/>, which alone touches them.</summary>
    internal long CreditTaken;
    internal long CreditReturned;
    internal int CreditLimit;

    private Seldom _seldom = new();

    /// <summary>Creates a destination without credit.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="name">Name, unique in the group.</param>
    /// <param name="slot">
    /// Small number, unique in the group while the destination exists; reused after it was forgotten.
    /// <value>0 to <see cref="GroupUpdater.MaxDestinations"/> - 1.</value>
    /// </param>
    public DestinationState(string group, string name, int slot)
        : this(slot, new ChangeWatchers()) => Become(group, name, Names.WorkQueue(group, name));

    /// <summary>Creates one without a name, for <see cref="Become"/>.</summary>
    internal DestinationState(int slot, ChangeWatchers watchers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, GroupUpdater.MaxDestinations);
        Slot = slot;
        Watchers = watchers;
    }

    /// <summary>Name of the group.</summary>
    public string Group { get; private set; } = "";

    /// <summary>Name, unique in the group.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Name of its queue.</summary>
    public string Queue { get; private set; } = "";

    /// <summary>Small number, unique in the group, for arrays of state per destination.</summary>
    public int Slot { get; }

    /// <summary>The right to hand over to it.</summary>
    public CreditWindow Credit => new(this);

    /// <summary>Who is told of its changes; the same list for all destinations of a group.</summary>
    internal ChangeWatchers Watchers { get; }

    /// <summary>Share relative to the other destinations; an eligible one has 1 or more.</summary>
    public int Weight
    {
        get => Volatile.Read(ref _weight);
        internal set
        {
            if (_weight == value) return;
            Volatile.Write(ref _weight, value);
            Volatile.Write(ref _perWeight, 1.0 / Math.Max(1, value));
            Changed(null);
        }
    }

    /// <summary>Units of <see cref="Weight"/> that make one of a configured weight. <value>1; 100 in a group whose weights are adjusted.</value></summary>
    public int WeightUnit
    {
        get => Volatile.Read(ref _seldom.WeightUnit);
        internal set => Volatile.Write(ref _seldom.WeightUnit, value);
    }

    /// <summary>Weight as people know it: <see cref="Weight"/> in units of a configured weight.</summary>
    public double EffectiveWeight => (double)Weight / WeightUnit;

    /// <summary>Weight without what adjustment makes of it, for what must not move with every measurement: where keys are at home.</summary>
    internal int HomeWeight
    {
        get => Volatile.Read(ref _seldom.HomeWeight) is > 0 and var own ? own : Weight;
        set => Volatile.Write(ref _seldom.HomeWeight, value);
    }

    /// <summary>Messages handled at the same time, all live instances together; 0 if unknown.</summary>
    public int Concurrency
    {
        get => Volatile.Read(ref _concurrency);
        internal set
        {
            if (_concurrency == value) return;
            Volatile.Write(ref _concurrency, value);
            Volatile.Write(ref _perHand, 1.0 / Math.Max(1, value));
            Changed(null);
        }
    }

    /// <summary>1 ÷ <see cref="Weight"/>, once for many picks. Above 0, at most 1.</summary>
    internal double PerWeight => Volatile.Read(ref _perWeight);

    /// <summary>1 ÷ <see cref="Concurrency"/>; 1 while that is unknown.</summary>
    internal double PerHand => Volatile.Read(ref _perHand);

    /// <summary>
    /// Service time to rank by, in seconds: as measured, but lower the longer nothing was measured, and higher where messages failed; 0 if
    /// unknown.
    /// </summary>
    public double ServiceSeconds
    {
        get => Volatile.Read(ref _serviceSeconds);
        internal set
        {
            if (_serviceSeconds == value) return;
            Volatile.Write(ref _serviceSeconds, value);
            Changed(null);
        }
    }

    /// <summary>
    /// Measured health: share of successes lately × freshness of the last heartbeat. <value>0 to 1; 1 while nothing speaks against it.</value>
    /// </summary>
    public double HealthScore
    {
        get => Volatile.Read(ref _seldom.HealthScore);
        internal set
        {
            if (_seldom.HealthScore == value) return;
            Volatile.Write(ref _seldom.HealthScore, value);
            Changed(null);
        }
    }

    /// <summary>Cost of one message here, in units of the user's choice. <value>0 or more, default 1.</value></summary>
    public double Cost
    {
        get => Volatile.Read(ref _seldom.Cost);
        internal set
        {
            if (_seldom.Cost == value) return;
            Volatile.Write(ref _seldom.Cost, value);
            Changed(null);
        }
    }

    /// <summary>
    /// Whether its worker should have reported again by now: figures from reports are not to be relied on. Never true of a destination
    /// without heartbeats.
    /// </summary>
    public bool IsReportOld
    {
        get => Volatile.Read(ref _seldom.IsReportOld);
        internal set
        {
            if (_seldom.IsReportOld == value) return;
            Volatile.Write(ref _seldom.IsReportOld, value);
            Changed(null);
        }
    }

    /// <summary>
    /// Work in flight in seconds: each message counts as its kind takes here, and as <see cref="ServiceSeconds"/> while the group's
    /// messages are not of several kinds. Never negative; 0 with nothing in flight.
    /// </summary>
    public double WorkSeconds
    {
        get
        {
            var inFlight = Credit.InFlight;
            return Kinds is { } kinds ? kinds.Work(inFlight, ServiceSeconds) : inFlight * ServiceSeconds;
        }
    }

    /// <summary>Books by kind of message; null while the group's messages are not of several kinds.</summary>
    internal KindBooks? Kinds
    {
        get => Volatile.Read(ref _kinds);
        set => Volatile.Write(ref _kinds, value);
    }

    /// <summary>Messages there that this dispatcher did not hand over, as the last heartbeats told: those of other dispatchers. 0 with one.</summary>
    public int Elsewhere
    {
        get => Volatile.Read(ref _elsewhere);
        internal set
        {
            if (_elsewhere == value) return;
            Volatile.Write(ref _elsewhere, value);
            Changed(null);
        }
    }

    /// <summary>Messages there, whoever handed them over: what is in flight and <see cref="Elsewhere"/>.</summary>
    public int Load => Credit.InFlight + Elsewhere;

    /// <summary>Most messages that may travel to it as one. <value>1 or more; 1 for no frames, default 1.</value></summary>
    public int FrameSize
    {
        get => Volatile.Read(ref _seldom.FrameSize);
        internal set => Volatile.Write(ref _seldom.FrameSize, value);
    }

    /// <summary>Most messages in a row that a policy that goes by load gives to it. <value>1 or more; 1 for each by itself, default 1.</value></summary>
    public int SeriesLength
    {
        get => Volatile.Read(ref _seldom.SeriesLength);
        internal set => Volatile.Write(ref _seldom.SeriesLength, value);
    }

    /// <summary>Hand-overs confirmed since the dispatcher's start.</summary>
    public long Handed => Interlocked.Read(ref _seldom.Handed);

    /// <summary>Service time of a kind to rank by, in seconds; <see cref="ServiceSeconds"/> while the group's messages are not of several kinds.</summary>
    /// <param name="kind">Number of the kind, from <see cref="Routing.RoutingContext.Kind"/>.</param>
    public double ServiceSecondsOf(int kind) => Kinds is { } kinds ? kinds.Seconds(kind) : ServiceSeconds;

    /// <summary>Takes credit for a message of a kind; false if the window is full. Tells everybody but <paramref name="picker"/>.</summary>
    internal bool TryTake(int kind, ChangeMarks? picker)
    {
        // Credit first: KindBooks.Balance takes what is in its books and not in credit for lost.
        if (!Credit.TryTake(picker)) return false;
        if (Kinds is not { } kinds) return true;
        kinds.Take(kind);
        Changed(picker);
        return true;
    }

    /// <summary>Counts one confirmed hand-over. Thread-safe.</summary>
    public void CountHanded() => Interlocked.Increment(ref _seldom.Handed);

    /// <summary>Gives it its name, before anybody sees it.</summary>
    internal void Become(string group, string name, string queue)
    {
        Debug.Assert(Name.Length == 0, "a destination keeps its name");
        (Group, Name, Queue) = (group, name, queue);
    }

    /// <summary>Tells every watcher but <paramref name="except"/>, which made the change and knows of it. Thread-safe.</summary>
    internal void Changed(ChangeMarks? except) => Watchers.Mark(Slot, except);

    /// <inheritdoc />
    public override string ToString() => $"{Group}/{Name}";

    private struct Seldom()
    {
        public long Handed;
        public double HealthScore = 1;
        public double Cost = Configuration.DestinationConfig.DefaultCost;
        public bool IsReportOld;
        public int WeightUnit = 1;

        // 0 while it is the same as the weight.
        public int HomeWeight;
        public int FrameSize = 1;
        public int SeriesLength = 1;
    }
}
