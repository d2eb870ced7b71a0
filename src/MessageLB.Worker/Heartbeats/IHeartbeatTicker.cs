namespace MessageLB.Worker.Heartbeats;

/// <summary>
/// Drives the heartbeats: calls back when asked, one call at a time. Production has a thread of its own
/// (<see cref="ThreadHeartbeatTicker"/>); any other clock than the system's drives by its timers (<see cref="TimerHeartbeatTicker"/>).
/// </summary>
internal interface IHeartbeatTicker : IDisposable
{
    /// <summary>
    /// Starts calling <paramref name="tick"/>, which returns when it wants to be called next: a time span of at least zero, or
    /// <see cref="Timeout.InfiniteTimeSpan"/> for only when woken. It must not throw.
    /// </summary>
    void Start(Func<TimeSpan> tick);

    /// <summary>Asks for a call soon. Never waits for it; cheap enough for the path of a message. Thread-safe; nothing after disposal.</summary>
    void Wake();
}
