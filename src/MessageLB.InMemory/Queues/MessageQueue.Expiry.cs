using System.Globalization;
using MessageLB.Transport;

namespace MessageLB.InMemory.Queues;

internal sealed partial class MessageQueue
{
    private ITimer? _expiryTimer;
    private ITimer? _idleTimer;
    private long _expiryWatchedFor = StoredMessage.Never;

    /// <summary>Whether a text is a valid <see cref="MessageProperties.Expiration"/>.</summary>
    public static bool IsExpiration(string text) => TryParseExpiration(text, out _);

    /// <summary>Counts the time without receivers from now on; a declaration is a use.</summary>
    public void RestartIdleTime()
    {
        lock (_lock) RestartIdleTimeNeedsLock();
    }

    private static bool TryParseExpiration(string text, out uint milliseconds) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds);

    private long ExpiryOf(MessageProperties properties)
    {
        var life = Spec.TimeToLive?.TotalMilliseconds ?? double.PositiveInfinity;
        if (properties.Expiration is { } own && TryParseExpiration(own, out var milliseconds)) life = Math.Min(life, milliseconds);
        if (double.IsPositiveInfinity(life)) return StoredMessage.Never;
        var time = Broker.Options.Time;
        return time.GetTimestamp() + (long)Math.Ceiling(life / 1000.0 * time.TimestampFrequency);
    }

    private bool IsExpired(StoredMessage message) =>
        message.ExpiresAt != StoredMessage.Never && message.ExpiresAt <= Broker.Options.Time.GetTimestamp();

    /// <summary>
    /// Sees to it that the head is buried when it expires. Only the head is watched, as in RabbitMQ: a message behind it cannot
    /// leave the queue earlier anyway.
    /// </summary>
    private void WatchExpiryNeedsLock()
    {
        if (_ready.Count == 0 || _ready.First.ExpiresAt >= _expiryWatchedFor) return;
        _expiryWatchedFor = _ready.First.ExpiresAt;
        var time = Broker.Options.Time;
        var left = time.GetElapsedTime(time.GetTimestamp(), _expiryWatchedFor);
        // One tick more, which the conversion may have cut off: else the timer would find the message not yet expired and spin.
        // Not longer than timers can run: one that fires early looks and is armed again.
        left = TimeSpan.FromTicks(Math.Clamp(left.Ticks + 1, 0, TimeSpan.TicksPerDay));
        _expiryTimer ??= time.CreateTimer(static queue => ((MessageQueue)queue!).BuryExpired(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _expiryTimer.Change(left, Timeout.InfiniteTimeSpan);
    }

    private void BuryExpired()
    {
        var after = default(AfterLock);
        lock (_lock)
        {
            if (_deleted) return;
            _expiryWatchedFor = StoredMessage.Never;
            while (_ready.Count > 0 && IsExpired(_ready.First)) after.Bury(_ready.TakeFirst(), "expired");
            WatchExpiryNeedsLock();
        }

        after.CarryOut(this);
    }

    private void RestartIdleTimeNeedsLock()
    {
        if (Spec.Expires is not { } expires || _receivers.Count > 0 || _deleted) return;
        _idleTimer ??= Broker.Options.Time.CreateTimer(static queue => ((MessageQueue)queue!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _idleTimer.Change(expires, Timeout.InfiniteTimeSpan);
    }

    private void StopIdleTimeNeedsLock() => _idleTimer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private void Expire() => Broker.DeleteQueue(this, onlyIfUnused: true);

    private void StopTimersNeedsLock()
    {
        _idleTimer?.Dispose();
        _expiryTimer?.Dispose();
    }
}
