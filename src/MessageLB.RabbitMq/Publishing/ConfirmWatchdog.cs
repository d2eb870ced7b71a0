namespace MessageLB.RabbitMq;

/// <summary>
/// Ends the session when publishes wait for confirms and none comes. It looks from time to time instead of noting a time at
/// every confirm, so the hot path pays nothing; it fires within a tenth of the limit after it.
/// </summary>
internal sealed class ConfirmWatchdog : IAsyncDisposable
{
    private readonly RabbitMqSession _session;
    private readonly UnconfirmedRing _ring;
    private readonly TimeSpan _limit;
    private readonly ITimer _timer;
    private long _since;
    private long _seen;

    public ConfirmWatchdog(RabbitMqSession session, UnconfirmedRing ring)
    {
        _session = session;
        _ring = ring;
        _limit = session.Options.ConfirmTimeout;
        _since = session.Time.GetTimestamp();
        _timer = session.Every(_limit / 10, static w => ((ConfirmWatchdog)w!).Look(), this);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look()
    {
        var (unconfirmed, taken) = _ring.Progress;
        if (unconfirmed == 0 || taken != _seen || _session.Blocked is not null)
        {
            _seen = taken;
            _since = _session.Time.GetTimestamp();
        }
        else if (_session.Time.GetElapsedTime(_since) >= _limit)
        {
            _session.End($"RabbitMQ confirmed none of {unconfirmed} publishes for {_limit.TotalSeconds:0.###} s");
        }
    }
}
