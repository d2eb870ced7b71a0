namespace MessageLB.RabbitMq;

/// <summary>
/// Ends the session when a publish waits too long for its confirm, so that what was published without an outcome is published
/// again. It looks from time to time instead of noting a time at every publish, so the hot path pays nothing; it fires within a
/// tenth of the limit after it.
/// </summary>
internal sealed class ConfirmWatchdog : IAsyncDisposable
{
    private readonly RabbitMqSession _session;
    private readonly UnconfirmedRing _ring;
    private readonly TimeSpan _limit;
    private readonly OldestPublish _oldest = new();
    private readonly ITimer _timer;

    public ConfirmWatchdog(RabbitMqSession session, UnconfirmedRing ring)
    {
        _session = session;
        _ring = ring;
        _limit = session.Options.ConfirmTimeout;
        _timer = session.Every(_limit / 10, static w => ((ConfirmWatchdog)w!).Look(), this);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look()
    {
        var (unconfirmed, oldest) = _ring.Progress;
        var waits = _oldest.Look(_session.Blocked is null ? unconfirmed : 0, oldest, _session.Time.GetElapsedTime(0));
        if (waits >= _limit) _session.End($"RabbitMQ has not confirmed the oldest of {unconfirmed} publishes for {_limit.TotalSeconds:0.###} s");
    }
}
