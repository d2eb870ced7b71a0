namespace MessageLB.Dispatcher.Telemetry;

/// <summary>
/// Gives the instruments of one collection the same picture: a collection calls every instrument in turn, and a picture each
/// would neither agree with the others nor be cheap. Thread-safe.
/// </summary>
/// <typeparam name="T">The picture.</typeparam>
/// <param name="take">Takes it.</param>
/// <param name="time">Clock.</param>
internal sealed class PictureCache<T>(Func<T> take, TimeProvider time)
    where T : class
{
    /// <summary>How long a picture serves; shorter than any sensible interval between collections.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private T? _picture;
    private long _takenAt;

    public T Read()
    {
        lock (_lock)
        {
            if (_picture is null || time.GetElapsedTime(_takenAt) >= Lifetime)
            {
                _picture = take();
                _takenAt = time.GetTimestamp();
            }

            return _picture;
        }
    }
}
