using System.Threading.Channels;
using MessageLB.Dispatcher.Status;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Recording;

/// <summary>
/// One recording: takes events from the group's threads into a bounded buffer and leaves out what finds no place, so that routing
/// never waits for whoever reads.
/// </summary>
internal sealed class GroupRecording : IRecording
{
    /// <summary>Events that wait for the reader at most.</summary>
    public const int Capacity = 65_536;

    /// <summary>Events of a recording at most.</summary>
    public const int MostEvents = 2_000_000;

    private readonly Channel<RecordedEvent> _events = Channel.CreateBounded<RecordedEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly ServiceReports _reports = new();
    private readonly Lock _lock = new();
    private readonly GroupRecorder _source;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _time;
    private readonly long _start;
    private ITimer? _timer;
    private TimeSpan? _ended;
    private RecordingEnd _end;
    private int _count;
    private long _leftOut;

    public GroupRecording(GroupRecorder source, GroupStatus group, TimeSpan duration, TimeProvider time)
    {
        (_source, Group, _duration, _time) = (source, group, duration, time);
        _start = time.GetTimestamp();
    }

    public GroupStatus Group { get; }

    public ChannelReader<RecordedEvent> Events => _events.Reader;

    public long LeftOut => Interlocked.Read(ref _leftOut);

    public RecordingEnd End
    {
        get
        {
            lock (_lock) return _end;
        }
    }

    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock) return _ended ?? _time.GetElapsedTime(_start);
        }
    }

    /// <summary>Begins; false if the group is being recorded already.</summary>
    public bool TryBegin()
    {
        if (!_source.TryAttach(this)) return false;
        var timer = _time.CreateTimer(static state => ((GroupRecording)state!).Finish(RecordingEnd.Time), this, _duration, Timeout.InfiniteTimeSpan);
        lock (_lock)
        {
            if (_end == RecordingEnd.None) _timer = timer;
        }

        if (_timer is null) timer.Dispose();
        return true;
    }

    public void AddArrival(MessageProperties properties) =>
        Add(new RecordedEvent(_time.GetElapsedTime(_start), properties.Type ?? "", KeyHash.Of(properties.Headers)));

    public void AddReport(Heartbeat heartbeat)
    {
        var at = _time.GetElapsedTime(_start);
        foreach (var (kind, counts) in _reports.Take(heartbeat))
            Add(new RecordedEvent(at, kind, null, heartbeat.Destination, counts.Done, counts.BusyMs / counts.Done));
    }

    public void Stop() => Finish(RecordingEnd.Stopped);

    public void Dispose() => Finish(RecordingEnd.Stopped);

    private void Add(in RecordedEvent happened)
    {
        if (!_events.Writer.TryWrite(happened)) Interlocked.Increment(ref _leftOut);
        else if (Interlocked.Increment(ref _count) == MostEvents) Finish(RecordingEnd.Limit);
    }

    private void Finish(RecordingEnd end)
    {
        lock (_lock)
        {
            if (_end != RecordingEnd.None) return;
            _end = end;
            _ended = _time.GetElapsedTime(_start);
        }

        _source.Detach(this);
        _events.Writer.TryComplete();
        _timer?.Dispose();
    }
}
