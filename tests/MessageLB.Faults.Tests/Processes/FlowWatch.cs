using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Processes;

/// <summary>
/// Looks at the records of workers from its start on, and keeps the longest time in which none of them grew. Only for figures that
/// are printed, and for bounds that are generous.
/// </summary>
internal sealed class FlowWatch : IAsyncDisposable
{
    private readonly IReadOnlyList<string> _files;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _watching;
    private TimeSpan _longest;

    private FlowWatch(IReadOnlyList<string> files)
    {
        _files = files;
        _watching = WatchAsync();
    }

    public static FlowWatch Start(IReadOnlyList<string> files) => new(files);

    /// <summary>Ends the watch, and returns the longest time without a completion.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        await _over.CancelAsync();
        await _watching;
        return _longest;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _over.Dispose();
    }

    private async Task WatchAsync()
    {
        var (size, grew) = (Size(), TimeProvider.System.GetTimestamp());
        while (!_over.IsCancellationRequested)
        {
            await Task.Delay(TestTimeouts.BetweenLooks, TimeProvider.System, TestContext.Current.CancellationToken);
            var still = TimeProvider.System.GetElapsedTime(grew);
            if (still > _longest) _longest = still;
            if (Size() is var now && now == size) continue;
            (size, grew) = (now, TimeProvider.System.GetTimestamp());
        }
    }

    private long Size() => _files.Sum(f => File.Exists(f) ? new FileInfo(f).Length : 0);
}
