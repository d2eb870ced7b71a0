using MessageLB.Core.Groups;

namespace MessageLB.Core.Failover;

/// <summary>
/// Decides when the queue of a lost destination is looked at and when a rescue begins there: at once if the books say that something is
/// in flight, because the broker makes it available again at the moment of the worker's death; else after a look that finds something.
/// Looks that find nothing become seldom. At most <see cref="MostAtOnce"/> rescues run, the destinations lost first before the others.
/// Pure; one thread.
/// </summary>
/// <param name="delay">How long after the loss a rescue may begin.</param>
public sealed class RescuePlan(TimeSpan delay)
{
    /// <summary>Most rescues of a group that run at the same time.</summary>
    public const int MostAtOnce = 16;

    /// <summary>Time from a look that finds nothing to the next; doubles each time.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest time between two looks.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly List<Entry> _entries = [];
    private readonly HashSet<DestinationState> _running = [];

    /// <summary>Rescues that run.</summary>
    public int Running => _running.Count;

    /// <summary>Whether, at the last <see cref="Due"/>, a rescue was due and had no place.</summary>
    public bool IsCrowded { get; private set; }

    /// <summary>Takes in who is lost now; whoever is not any more is forgotten, though its rescue may still run.</summary>
    public void Update(IReadOnlyList<LostDestination> lost, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(lost);
        var byState = lost.ToDictionary(l => l.State);
        _entries.RemoveAll(entry => !byState.ContainsKey(entry.Lost.State));
        foreach (var entry in _entries)
        {
            byState.Remove(entry.Lost.State, out var current);
            entry.Lost = current;
        }

        foreach (var joined in byState.Values.OrderByDescending(l => l.LostFor))
        {
            var wait = delay - joined.LostFor;
            _entries.Add(new Entry(joined)
            {
                Due = wait > TimeSpan.Zero ? now + wait : now,
                HasSome = joined.State.Credit.InFlight > 0,
            });
        }
    }

    /// <summary>Whether this destination is lost.</summary>
    public bool IsLost(DestinationState destination) => Find(destination) is not null;

    /// <summary>What is to be done now, in the order of loss.</summary>
    public List<RescueStep> Due(TimeSpan now)
    {
        var steps = new List<RescueStep>();
        var places = MostAtOnce - _running.Count;
        IsCrowded = false;
        foreach (var entry in _entries)
        {
            if (now < entry.Due || _running.Contains(entry.Lost.State)) continue;
            if (!entry.HasSome) steps.Add(new RescueStep(entry.Lost, RescueAction.Look));
            else if (places-- > 0) steps.Add(new RescueStep(entry.Lost, RescueAction.Start));
            else IsCrowded = true;
        }

        return steps;
    }

    /// <summary>Takes in a look; true if the rescue is to begin at once.</summary>
    /// <param name="destination">Whose queue.</param>
    /// <param name="ready">Messages that wait there.</param>
    /// <param name="now">Time.</param>
    public bool Looked(DestinationState destination, long ready, TimeSpan now)
    {
        if (Find(destination) is not { } entry) return false;
        entry.HasSome = ready > 0;
        if (entry.HasSome) return _running.Count < MostAtOnce;
        entry.Due = now + entry.Pause;
        var doubled = entry.Pause * 2;
        entry.Pause = doubled < LongestPause ? doubled : LongestPause;
        return false;
    }

    /// <summary>Takes in that a rescue has begun.</summary>
    public void Started(DestinationState destination) => _running.Add(destination);

    /// <summary>Takes in that a rescue has ended; a look follows, because something may have come to the queue since.</summary>
    /// <param name="destination">Whose.</param>
    /// <param name="moved">Messages that it handed over.</param>
    /// <param name="now">Time.</param>
    public void Ended(DestinationState destination, long moved, TimeSpan now)
    {
        _running.Remove(destination);
        if (Find(destination) is not { } entry) return;
        entry.HasSome = false;
        if (moved > 0) entry.Pause = FirstPause;
        entry.Due = now + entry.Pause;
    }

    private Entry? Find(DestinationState destination) => _entries.Find(entry => ReferenceEquals(entry.Lost.State, destination));

    private sealed class Entry(LostDestination lost)
    {
        public LostDestination Lost { get; set; } = lost;

        public TimeSpan Due { get; set; }

        public TimeSpan Pause { get; set; } = FirstPause;

        public bool HasSome { get; set; }
    }
}
