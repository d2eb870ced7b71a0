using System.Collections.Concurrent;
using System.Globalization;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Frames;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Framing;

/// <summary>
/// Hands over several messages for a destination as one. One thread adds; a loop of its own publishes, and whoever gets the outcome of a
/// frame reports it for each of its messages. Every message that was taken gets one outcome.
/// </summary>
/// <param name="outcomes">Gets the outcome of each message.</param>
/// <param name="counters">Counts frames.</param>
/// <param name="dispatcher">Identifier of this process.</param>
/// <param name="delay">Gives the longest time that a message waits for others.</param>
/// <param name="largest">Largest body that the transport takes, in bytes.</param>
/// <param name="time">Clock.</param>
internal sealed class FrameSender(IPublishOutcomeHandler outcomes, GroupCounters counters, string dispatcher, Func<TimeSpan> delay, int largest, TimeProvider time) : IPublishOutcomeHandler, IAsyncDisposable
{
    private readonly FrameDrafts _drafts = new(largest);
    private readonly ConcurrentQueue<FrameLane> _announced = new();
    private readonly List<FrameLane> _waiting = [];
    private readonly AsyncSignal _wake = new();
    private readonly string _id = $"{dispatcher}-frame-";
    private readonly MessageProperties _properties = new() { ContentType = FrameFormat.ContentType, Headers = new Dictionary<string, object?> { [HeaderNames.Frame] = FrameFormat.Mark } };
    private readonly FrameReader _reader = new();
    private readonly MessageProperties _single = new();
    private readonly Lock _lanesLock = new();
    private readonly List<FrameLane> _replaced = [];
    private FrameLane?[] _lanes = [];
    private long _sent;
    private IPublisher? _publisher;
    private ITimer? _timer;
    private bool _timerIsSet;
    private Task _sending = Task.CompletedTask;
    private volatile bool _ended;
    private volatile Exception? _fault;

    /// <summary>What ended the loop before its time; null if nothing did.</summary>
    public Exception? Fault => _fault;

    /// <summary>Starts to send.</summary>
    /// <param name="publisher">Publishes frames; the loop's only. Its outcomes come to <see cref="OnOutcome"/>.</param>
    /// <param name="faulted">Told when <see cref="Fault"/> is set.</param>
    public void Start(IPublisher publisher, Action faulted)
    {
        _publisher = publisher;
        _timer = time.CreateTimer(static s => ((AsyncSignal)s!).Set(), _wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _sending = RunAsync(publisher, faulted);
    }

    /// <summary>Takes a message for a destination; false if it is to travel alone. One thread.</summary>
    /// <exception cref="SessionEndedException">The session has ended; this message gets no outcome.</exception>
    public bool TryHandOver(DestinationState destination, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation)
    {
        var size = destination.FrameSize;
        // One that a worker died with may be what it died of, and is not to take others with it.
        if (size <= 1 || properties.Headers?.ContainsKey(HeaderNames.Crashes) == true) return false;
        var lane = LaneOf(destination);
        var added = lane.TryAdd(properties, body.Span, correlation, size, out var announce);
        if (announce) Announce(lane);
        return added;
    }

    /// <inheritdoc />
    public void OnOutcome(ulong correlation, PublishOutcome outcome)
    {
        var draft = _drafts[(int)correlation];
        if (draft.Lane.Settle()) Announce(draft.Lane);
        if (outcome == PublishOutcome.Confirmed && draft.Count > 1) counters.CountFrame(draft.Count);
        Report(draft, outcome);
    }

    /// <summary>Ends; what was not published has an unknown outcome.</summary>
    public async ValueTask DisposeAsync()
    {
        _ended = true;
        _wake.Set();
        await _sending;
        if (_timer is not null) await _timer.DisposeAsync();
        if (_publisher is not null) await _publisher.DisposeAsync();
    }

    private FrameLane LaneOf(DestinationState destination)
    {
        var slot = destination.Slot;
        // A slot is used again when its destination has been forgotten; what was on its way to that one goes on its way.
        if (slot < _lanes.Length && _lanes[slot] is { } lane && ReferenceEquals(lane.Queue, destination.Queue)) return lane;
        lock (_lanesLock)
        {
            if (_ended) throw new SessionEndedException("Nothing is published any more.");
            _replaced.RemoveAll(static l => l.IsEmpty);
            if (slot >= _lanes.Length) Array.Resize(ref _lanes, Math.Max(slot + 1, _lanes.Length * 2));
            if (_lanes[slot] is { IsEmpty: false } left) _replaced.Add(left);
            return _lanes[slot] = new FrameLane(destination.Queue, _drafts, delay, time);
        }
    }

    private void Announce(FrameLane lane)
    {
        _announced.Enqueue(lane);
        _wake.Set();
    }

    private async Task RunAsync(IPublisher publisher, Action faulted)
    {
        // Off the stack of whoever starts it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (!_ended)
            {
                await _wake.WaitAsync();
                await SendAsync(publisher);
            }
        }
        catch (SessionEndedException)
        {
            // The broker takes everything back.
        }
        catch (Exception e)
        {
            _fault = e;
            faulted();
        }

        GiveUp();
    }

    private async ValueTask SendAsync(IPublisher publisher)
    {
        foreach (var lane in _waiting)
        {
            lane.IsWaiting = false;
            _announced.Enqueue(lane);
        }

        _waiting.Clear();
        var first = Timeout.InfiniteTimeSpan;
        while (_announced.TryDequeue(out var lane))
        {
            TimeSpan? due;
            while (lane.Take(out due) is { } draft) await SendAsync(publisher, draft);
            if (due is not { } left) continue;
            if (!lane.IsWaiting) _waiting.Add(lane);
            lane.IsWaiting = true;
            if (first < TimeSpan.Zero || left < first) first = left;
        }

        // Without a delay nothing ever waits for it.
        if (first < TimeSpan.Zero && !_timerIsSet) return;
        _timerIsSet = first >= TimeSpan.Zero;
        // Timers count full milliseconds, and one that comes too soon would have to be set again.
        _timer!.Change(_timerIsSet ? TimeSpan.FromMilliseconds(Math.Ceiling(first.TotalMilliseconds)) : first, Timeout.InfiniteTimeSpan);
    }

    private async ValueTask SendAsync(IPublisher publisher, FrameDraft draft)
    {
        try
        {
            // One alone is a message like any other, for whoever looks at the queue.
            var (properties, body) = draft.Count == 1 ? Unpack(draft) : Pack(draft);
            await publisher.PublishAsync(string.Empty, draft.Lane.Queue, properties, body, (ulong)draft.Id);
        }
        catch
        {
            Report(draft, PublishOutcome.Unknown);
            throw;
        }
    }

    private (MessageProperties Properties, ReadOnlyMemory<byte> Body) Pack(FrameDraft draft)
    {
        _properties.MessageId = string.Create(CultureInfo.InvariantCulture, $"{_id}{++_sent}");
        _properties.Persistent = draft.IsPersistent;
        return (_properties, draft.Seal());
    }

    private (MessageProperties Properties, ReadOnlyMemory<byte> Body) Unpack(FrameDraft draft) =>
        _reader.TryOpen(draft.Seal()) && _reader.TryRead(_single, out var body)
            ? (_single, body)
            : throw new InvalidOperationException("A frame that was just written cannot be read.");

    private void Report(FrameDraft draft, PublishOutcome outcome)
    {
        foreach (var correlation in draft.Correlations) outcomes.OnOutcome(correlation, outcome);
        _drafts.Return(draft);
    }

    private void GiveUp()
    {
        FrameLane?[] lanes;
        lock (_lanesLock)
        {
            _ended = true;
            lanes = [.. _lanes, .. _replaced];
        }

        foreach (var draft in lanes.OfType<FrameLane>().SelectMany(l => l.Close()).ToList()) Report(draft, PublishOutcome.Unknown);
    }
}
