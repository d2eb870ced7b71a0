using MessageLB.Core.Peers;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Status;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Peers;

/// <summary>
/// The other dispatchers, and the intake of what they say: each message is checked, counted, and taken into account or refused with a
/// reason. Comings and goings are logged after the lock is left. Thread-safe.
/// </summary>
internal sealed partial class PeerRegistry : IOwnership
{
    private readonly Lock _gate = new();
    private readonly List<PeerEvent> _events = [];
    private readonly DispatcherPeers _peers;
    private readonly RegistryClock _clock;
    private readonly RejectionLog _rejections;
    private readonly ILogger _logger;
    private readonly DateTimeOffset _startedAt;
    private volatile string[] _groups = [];
    private long _sequence;
    private long _accepted;
    private long _rejected;
    private volatile bool _stopping;

    public PeerRegistry(DispatcherIdentity identity, RegistryClock clock, TimeProvider time, ILogger logger)
    {
        Self = identity.Name;
        _peers = new DispatcherPeers(Self);
        _clock = clock;
        _rejections = new RejectionLog(time);
        _logger = logger;
        _startedAt = time.GetUtcNow();
    }

    /// <summary>Name of this dispatcher.</summary>
    public string Self { get; }

    /// <summary>Messages from other dispatchers taken into account since start.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Messages refused since start: malformed, stale, spoofed, or news of somebody who is no live dispatcher.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Who lives, as of the last change.</summary>
    public PeersSnapshot Snapshot => _peers.Snapshot;

    /// <summary>Whether any other dispatcher lives.</summary>
    public bool HasOthers => _peers.Snapshot.Count > (_stopping ? 0 : 1);

    /// <summary>Called when there is something to say to the others before the next regular beat is due. Must return at once.</summary>
    public Action? BeatWanted { get; set; }

    /// <summary>Told of worker instances that another dispatcher heard die. Must return at once.</summary>
    public Action<LostInstance>? LostElsewhere { get; set; }

    /// <summary>Told of what people want of destinations, as another dispatcher says.</summary>
    public Action<WantedState>? WantedElsewhere { get; set; }

    /// <summary>Called when another dispatcher has come. Must return at once.</summary>
    public Action? PeerJoined { get; set; }

    /// <inheritdoc />
    public bool IsOwner(string group, string destination) => !HasOthers || _peers.Snapshot.OwnerOf(group, destination) is not { } owner || owner == Self;

    /// <summary>Takes one message with the key <see cref="Names.DispatcherKey"/>.</summary>
    public void OnBeatMessage(string routingKey, ReadOnlySpan<byte> body)
    {
        if (!DispatcherBeatCodec.TryRead(body, out var beat, out var error))
        {
            Reject(routingKey, error!);
            return;
        }

        // The routing key is what the broker's topic permissions can bind to a user; a body that says otherwise is spoofed.
        if (routingKey != Names.DispatcherKey(beat!.Id))
        {
            Reject(routingKey, $"it speaks for {beat.Id}");
            return;
        }

        PeerVerdict verdict;
        PeerEvent[] events;
        lock (_gate)
        {
            verdict = _peers.OnBeat(beat, _clock.Now(), _events);
            events = TakeEventsNeedsLock();
        }

        if (verdict == PeerVerdict.Own) _clock.Hear();
        Count(routingKey, verdict);
        Publish(events);
    }

    /// <summary>Takes one message with the key <see cref="Names.DispatcherNewsKey"/>.</summary>
    public void OnNewsMessage(string routingKey, ReadOnlySpan<byte> body)
    {
        if (!DispatcherNewsCodec.TryRead(body, out var news, out var error))
        {
            Reject(routingKey, error!);
            return;
        }

        if (routingKey != Names.DispatcherNewsKey(news!.Id))
        {
            Reject(routingKey, $"it speaks for {news.Id}");
            return;
        }

        if (news.Id == Self) return;
        bool live;
        lock (_gate) live = _peers.IsLive(news.Id);
        if (!live)
        {
            Reject(routingKey, "its sender is no live dispatcher");
            return;
        }

        Interlocked.Increment(ref _accepted);
        foreach (var lost in news.Lost) LostElsewhere?.Invoke(lost);
        foreach (var word in news.Wanted) WantedElsewhere?.Invoke(word);
    }

    /// <summary>Judges ages.</summary>
    public void Tick()
    {
        PeerEvent[] events;
        lock (_gate)
        {
            _peers.Tick(_clock.Now(), _events);
            events = TakeEventsNeedsLock();
        }

        Publish(events);
    }

    /// <summary>Leaves the set of those who share work, for good: the process is about to end.</summary>
    public void BeginStop()
    {
        lock (_gate)
        {
            _stopping = true;
            _peers.Stop();
        }
    }

    /// <summary>The next beat to send. One caller at a time.</summary>
    /// <param name="serving">Groups that this dispatcher serves now.</param>
    public DispatcherBeat NextBeat(IEnumerable<string> serving)
    {
        // More than a beat can name are served all the same; the others take them for nobody's but their own.
        string[] groups = [.. serving.Take(DispatcherBeat.MaxGroups)];
        if (!groups.SequenceEqual(_groups))
        {
            _groups = groups;
            lock (_gate) _peers.Serve(groups);
        }

        return new DispatcherBeat
        {
            Id = Self,
            Sequence = ++_sequence,
            State = _stopping ? DispatcherState.Stopping : DispatcherState.Ready,
            StartedAt = _startedAt,
            Groups = groups,
        };
    }

    /// <summary>The dispatchers that live, this one included, by their names.</summary>
    public List<PeerStatus> Read()
    {
        List<PeerView> others;
        lock (_gate) others = _peers.View(_clock.Now());
        var self = new PeerStatus(Self, StateName(_stopping), _startedAt, _groups.Length, null);
        return [.. others.Select(o => new PeerStatus(o.Id, StateName(stopping: false), o.StartedAt == default ? null : o.StartedAt, o.Groups, o.SinceSeen))
            .Append(self).OrderBy(p => p.Id, StringComparer.Ordinal)];
    }

    private static string StateName(bool stopping) => DispatcherBeatCodec.StateName(stopping ? DispatcherState.Stopping : DispatcherState.Ready);

    private void Count(string routingKey, PeerVerdict verdict)
    {
        switch (verdict)
        {
            case PeerVerdict.Accepted:
                Interlocked.Increment(ref _accepted);
                break;
            case PeerVerdict.Stale:
                Reject(routingKey, "its sequence number is not newer than the last one's; a copy, or two processes under one name");
                break;
            case PeerVerdict.TooMany:
                Reject(routingKey, "there are too many dispatchers");
                break;
        }
    }

    private void Reject(string routingKey, string reason)
    {
        Interlocked.Increment(ref _rejected);
        if (_rejections.ShouldLog(routingKey, reason)) LogRejected(LogText.Printable(routingKey), reason);
    }

    private PeerEvent[] TakeEventsNeedsLock()
    {
        if (_events.Count == 0) return [];
        var events = _events.ToArray();
        _events.Clear();
        return events;
    }

    private void Publish(PeerEvent[] events)
    {
        foreach (var e in events)
        {
            LogChange(e);
            if (e.Change != PeerChange.Joined) continue;
            // The newcomer is to know of us now, and not only when our next beat is due.
            BeatWanted?.Invoke();
            PeerJoined?.Invoke();
        }
    }
}
