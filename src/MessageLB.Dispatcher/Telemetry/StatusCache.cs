using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Telemetry;

/// <summary>
/// Gives the instruments of one collection the same picture: a collection calls every instrument in turn, and a picture each
/// would neither agree with the others nor be cheap. Thread-safe.
/// </summary>
internal sealed class StatusCache(IDispatcherStatus source, TimeProvider time)
{
    /// <summary>How long a picture serves; shorter than any sensible interval between collections.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private DispatcherStatus? _status;
    private long _readAt;

    public DispatcherStatus Read()
    {
        lock (_lock)
        {
            if (_status is null || time.GetElapsedTime(_readAt) >= Lifetime)
            {
                _status = source.Read();
                _readAt = time.GetTimestamp();
            }

            return _status;
        }
    }
}
