using System.Collections.Concurrent;
using System.Threading.Channels;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Publishing;

/// <summary>
/// Publishes numbered messages to ingress at a pace, with many of them in flight, over one session after another. What has no
/// outcome or is refused is published again with the same number, so that every message is confirmed or returned in the end;
/// a message may arrive twice when contact is lost between its arrival and its confirm.
/// </summary>
internal sealed class PacedPublisher : IPublishOutcomeHandler
{
    // Long waits are cut in pieces, so that repeats and a stop are not kept waiting by the schedule. Shorter ones than a timer can
    // measure would be no waits at all, and the loop would spin.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(20);

    private readonly IMessageSource _source;
    private readonly IPublishListener _listener;
    private readonly TimeProvider _time;
    private readonly double _perSecond;
    private readonly Channel<long> _repeats = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<long, long> _dueOf = new();
    private readonly MessageProperties _properties = new();
    private readonly Lock _lock = new();
    private Pace? _pace;
    private long _next;
    private long _unresolved;
    private bool _closed;
    private int _refusals;
    private long _repeated;
    private long _refused;

    /// <param name="source">Makes the messages.</param>
    /// <param name="listener">Hears what becomes of them.</param>
    /// <param name="perSecond">Messages per second; 0 for as fast as possible.</param>
    /// <param name="time">Clock.</param>
    public PacedPublisher(IMessageSource source, IPublishListener listener, double perSecond, TimeProvider time) =>
        (_source, _listener, _perSecond, _time) = (source, listener, perSecond, time);

    /// <summary>Whether a new message may be sent, apart from its being due; for a closed loop. Default: always.</summary>
    public Func<bool> MaySend { get; init; } = static () => true;

    /// <summary>Whether messages that were due while there was no contact are sent afterwards as fast as possible; else the schedule goes on from there. Default: they are.</summary>
    public bool KeepsSchedule { get; init; } = true;

    /// <summary>Most publishes without an outcome.</summary>
    public int MaxUnconfirmed { get; init; } = new PublisherOptions().MaxUnconfirmed;

    /// <summary>Messages sent at least once.</summary>
    public long Sent => Interlocked.Read(ref _next);

    /// <summary>Messages sent that have no final outcome yet.</summary>
    public long Unresolved => Interlocked.Read(ref _unresolved);

    /// <summary>Publishes that had to be repeated.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>Publishes that the broker refused.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>When the schedule began, as a timestamp; null before the first session.</summary>
    public long? Started { get; private set; }

    /// <summary>Whether nothing more will be sent and every message has its outcome.</summary>
    public bool IsDone => _repeats.Reader.Completion.IsCompleted;

    /// <summary>Sends no new messages; those under way still get their outcome.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            CompleteIfResolvedNeedsLock();
        }
    }

    /// <summary>Publishes in one session until everything has its outcome or the session ends.</summary>
    public async Task RunAsync(ITransportSession session, CancellationToken ended)
    {
        await session.Topology.DeclareExchangesAsync(ended);
        await using var publisher = await session.CreatePublisherAsync(new PublisherOptions { MaxUnconfirmed = MaxUnconfirmed }, this, ended);
        if (_pace is null || !KeepsSchedule)
        {
            Started ??= _time.GetTimestamp();
            _pace = new Pace(_perSecond, _time, Sent);
        }

        while (!ended.IsCancellationRequested)
        {
            if (_repeats.Reader.TryRead(out var repeat)) await RepeatAsync(publisher, repeat, ended);
            else if (TryTake(out var number, out var wait)) await SendAsync(publisher, number);
            else if (wait is { } time) await Task.Delay(time, _time, ended);
            else if (!await _repeats.Reader.WaitToReadAsync(ended)) return;
        }
    }

    /// <inheritdoc />
    public void OnOutcome(ulong correlation, PublishOutcome outcome)
    {
        var number = (long)correlation;
        switch (outcome)
        {
            case PublishOutcome.Confirmed:
                Volatile.Write(ref _refusals, 0);
                _listener.OnConfirmed(number);
                Resolve(number);
                break;
            case PublishOutcome.Returned:
                _listener.OnReturned(number);
                Resolve(number);
                break;
            case PublishOutcome.Refused:
                Interlocked.Increment(ref _refusals);
                Interlocked.Increment(ref _refused);
                _repeats.Writer.TryWrite(number);
                break;
            default:
                _repeats.Writer.TryWrite(number);
                break;
        }
    }

    /// <summary>The next new message if one is due; else how long to wait, or null if there is no new one to wait for.</summary>
    private bool TryTake(out long number, out TimeSpan? wait)
    {
        lock (_lock)
        {
            number = _next;
            wait = null;
            if (_closed) return false;
            if (number >= _source.Count)
            {
                _closed = true;
                CompleteIfResolvedNeedsLock();
                return false;
            }

            var due = _pace!.DueAt(number);
            var left = MaySend() ? _pace.Until(due) : ShortestWait;
            if (left > TimeSpan.Zero)
            {
                wait = left < ShortestWait ? ShortestWait : left > LongestWait ? LongestWait : left;
                return false;
            }

            _dueOf[number] = due;
            _next++;
            Interlocked.Increment(ref _unresolved);
            return true;
        }
    }

    private async Task RepeatAsync(IPublisher publisher, long number, CancellationToken ended)
    {
        Interlocked.Increment(ref _repeated);
        try
        {
            // A full queue needs time to drain; without this the refusals themselves would keep the broker busy.
            if (Volatile.Read(ref _refusals) > 0) await Task.Delay(AfterRefusal, _time, ended);
        }
        catch (OperationCanceledException)
        {
            _repeats.Writer.TryWrite(number);
            throw;
        }

        await SendAsync(publisher, number);
    }

    private async Task SendAsync(IPublisher publisher, long number)
    {
        _properties.Clear();
        var body = _source.Make(number, _dueOf[number], _properties, out var routingKey);
        try
        {
            await publisher.PublishAsync(Names.IngressExchange, routingKey, _properties, body, (ulong)number);
        }
        catch (SessionEndedException)
        {
            // This publish gets no outcome; the next session repeats it.
            _repeats.Writer.TryWrite(number);
            throw;
        }
    }

    private void Resolve(long number)
    {
        _dueOf.TryRemove(number, out _);
        Interlocked.Decrement(ref _unresolved);
        lock (_lock) CompleteIfResolvedNeedsLock();
    }

    private void CompleteIfResolvedNeedsLock()
    {
        if (_closed && Interlocked.Read(ref _unresolved) == 0) _repeats.Writer.TryComplete();
    }
}
