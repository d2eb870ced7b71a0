using MessageLB.Dispatcher.Configuration;

namespace MessageLB.Dispatcher.Reloading;

/// <summary>
/// Reloads when the content of the configuration file changes. It looks at the content once per <see cref="Period"/> instead of asking the
/// system to be told: that way it also sees what Kubernetes does to a mounted ConfigMap, which swaps a link two folders up, and files on the
/// network. A change counts when two looks in a row find the same, for editors write in several steps.
/// </summary>
public sealed class ConfigFileWatch(IReconfiguration reconfiguration, string path, TimeProvider time)
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private string? _tried = reconfiguration.Status.Hash;
    private string? _last;

    /// <summary>Watches until <paramref name="stopping"/>.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Period, time, stopping);
                await LookAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The ordinary end.
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        // One that cannot be read now is being written, or replaced.
        if (ConfigFile.Hash(path) is not { } now) return;
        var isSettled = now == _last;
        _last = now;
        if (!isSettled || now == _tried) return;
        // Whatever becomes of it: a bad file is refused once, not every two seconds. What was loaded by another way is no news.
        _tried = now;
        if (now != reconfiguration.Status.Hash) await reconfiguration.ReloadAsync($"a change of {path}", stopping);
    }
}
