using System.Collections.Concurrent;
using System.Diagnostics;

namespace MessageLB.Testing;

/// <summary>
/// Listens to sources of spans, and keeps those that ended. Sources belong to the process: a test that listens stands in a collection that
/// is not run beside others.
/// </summary>
public sealed class CollectedSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    /// <param name="sampling">What is wanted of each span.</param>
    /// <param name="sources">Names of the sources.</param>
    public CollectedSpans(ActivitySamplingResult sampling, params string[] sources)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => sources.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Those that ended, in order.</summary>
    public IReadOnlyList<Activity> Ended => [.. _ended];

    /// <summary>Waits until so many spans have ended whose name starts so, and returns them.</summary>
    public async Task<IReadOnlyList<Activity>> TakeAsync(string start, int count, CancellationToken cancellationToken)
    {
        await Eventually.TrueAsync(() => ValueTask.FromResult(Of(start).Count >= count), $"{count} spans '{start} …' have ended", cancellationToken);
        return Of(start);
    }

    public void Dispose() => _listener.Dispose();

    private List<Activity> Of(string start) => [.. _ended.Where(span => span.OperationName.StartsWith(start, StringComparison.Ordinal))];
}
