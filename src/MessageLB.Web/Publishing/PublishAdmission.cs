namespace MessageLB.Web.Publishing;

/// <summary>
/// Bounds how many bodies are in memory at once: many small ones, few large ones. Nobody waits: who finds no place is told to
/// come back, because a queue here would only hide that the broker is slower than the callers.
/// </summary>
internal sealed class PublishAdmission
{
    /// <summary>Largest body that counts as small, in bytes.</summary>
    public const int SmallSize = 64 * 1024;

    /// <summary>Small bodies at once.</summary>
    public const int SmallLimit = 1024;

    /// <summary>Larger bodies at once.</summary>
    public const int LargeLimit = 16;

    private int _small;
    private int _large;

    /// <summary>Takes a place, or returns null.</summary>
    /// <param name="contentLength">Announced length; null if the body comes in chunks, which counts as large.</param>
    /// <param name="limit">How many places of that size there are.</param>
    public IDisposable? TryEnter(long? contentLength, out int limit)
    {
        var small = contentLength is <= SmallSize;
        limit = small ? SmallLimit : LargeLimit;
        ref var count = ref small ? ref _small : ref _large;
        if (Interlocked.Increment(ref count) <= limit) return new Place(this, small);
        Interlocked.Decrement(ref count);
        return null;
    }

    private sealed class Place(PublishAdmission owner, bool small) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref small ? ref owner._small : ref owner._large);
    }
}
