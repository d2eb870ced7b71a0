namespace MessageLB.Core.Peers;

/// <summary>
/// Which other dispatchers live, from their beats: one is lost when three of its intervals pass without a beat, and gone at once when it
/// says that it stops. Pure: no I/O, no clock; comings and goings come back as events. One thread at a time; <see cref="Snapshot"/> may be
/// read by any.
/// </summary>
public sealed class DispatcherPeers
{
    /// <summary>Most other dispatchers that are known at the same time.</summary>
    public const int MaxPeers = 64;

    private readonly string _self;
    private readonly Dictionary<string, PeerRecord> _peers = new(StringComparer.Ordinal);
    private volatile PeersSnapshot _snapshot;
    private IReadOnlyCollection<string> _groups = [];
    private bool _stopping;

    /// <summary>Creates the set with this dispatcher alone, which serves no group yet.</summary>
    /// <param name="self">Name of this dispatcher.</param>
    public DispatcherPeers(string self)
    {
        _self = self;
        _snapshot = Look();
    }

    /// <summary>Those who live, as of the last change.</summary>
    public PeersSnapshot Snapshot => _snapshot;

    /// <summary>Takes in a beat that was well-formed.</summary>
    public PeerVerdict OnBeat(DispatcherBeat beat, TimeSpan now, ICollection<PeerEvent> events)
    {
        ArgumentNullException.ThrowIfNull(beat);
        if (beat.Id == _self) return PeerVerdict.Own;
        var known = _peers.GetValueOrDefault(beat.Id);
        if (known is null && _peers.Count >= MaxPeers && !ForgetLongestGone()) return PeerVerdict.TooMany;
        if (known is not null && beat.Sequence <= known.Last.Sequence) return PeerVerdict.Stale;
        var moved = known is null || !known.Last.Groups.SequenceEqual(beat.Groups);
        if (known is null) _peers[beat.Id] = known = new PeerRecord(beat, now);
        else known.Take(beat, now);
        var lives = beat.State == DispatcherState.Ready;
        if (lives != known.IsLive)
        {
            known.IsLive = lives;
            events.Add(new PeerEvent(beat.Id, lives ? PeerChange.Joined : PeerChange.Left));
            _snapshot = Look();
        }
        else if (moved && lives)
        {
            _snapshot = Look();
        }

        return PeerVerdict.Accepted;
    }

    /// <summary>Judges ages: who was silent for too long is lost.</summary>
    public void Tick(TimeSpan now, ICollection<PeerEvent> events)
    {
        var changed = false;
        foreach (var (id, peer) in _peers)
        {
            if (!peer.IsLive || !peer.IsLate(now)) continue;
            peer.IsLive = false;
            events.Add(new PeerEvent(id, PeerChange.Lost));
            changed = true;
        }

        if (changed) _snapshot = Look();
    }

    /// <summary>Says which groups this dispatcher serves.</summary>
    public void Serve(IReadOnlyCollection<string> groups)
    {
        _groups = groups;
        _snapshot = Look();
    }

    /// <summary>Takes this dispatcher out: from now on the others do what only one should do.</summary>
    public void Stop()
    {
        _stopping = true;
        _snapshot = Look();
    }

    /// <summary>Whether another dispatcher lives.</summary>
    public bool IsLive(string id) => _peers.TryGetValue(id, out var peer) && peer.IsLive;

    /// <summary>The other dispatchers that live, by name.</summary>
    public List<PeerView> View(TimeSpan now) =>
        [.. _peers.Where(p => p.Value.IsLive).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new PeerView(p.Key, p.Value.Last.StartedAt, p.Value.Last.Groups.Count, now - p.Value.LastSeen))];

    private PeersSnapshot Look()
    {
        var live = _peers.Where(p => p.Value.IsLive).Select(p => (p.Key, (IEnumerable<string>)p.Value.Last.Groups));
        return new PeersSnapshot(_stopping ? live : live.Append((_self, _groups)));
    }

    private bool ForgetLongestGone()
    {
        var (gone, since) = ((string?)null, TimeSpan.MaxValue);
        foreach (var (id, peer) in _peers)
        {
            if (!peer.IsLive && peer.LastSeen < since) (gone, since) = (id, peer.LastSeen);
        }

        return gone is not null && _peers.Remove(gone);
    }
}
