using System.Runtime.InteropServices;
using System.Threading.Channels;
using MessageLB.Dispatcher.Reloading;

namespace MessageLB.CommandLine.Commands.Run;

/// <summary>What makes a running dispatcher read its file again: SIGHUP, and if wanted a change of the file.</summary>
internal sealed class ReloadTriggers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly IReconfiguration _reconfiguration;
    private readonly Action<Exception> _failed;
    private readonly PosixSignalRegistration _hangUp;
    private readonly Task _running;

    // One that waits stands for all that came since: whoever signals twice wants the latest content once.
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <param name="reconfiguration">Reads again.</param>
    /// <param name="watched">File to watch; null for none.</param>
    /// <param name="time">Clock.</param>
    /// <param name="failed">Told of what is no finding about the file but a fault.</param>
    public ReloadTriggers(IReconfiguration reconfiguration, string? watched, TimeProvider time, Action<Exception> failed)
    {
        (_reconfiguration, _failed) = (reconfiguration, failed);
        var watching = watched is null ? Task.CompletedTask : WatchAsync(new ConfigFileWatch(reconfiguration, watched, time));
        _running = Task.WhenAll(watching, SignalsAsync());
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangUp);
    }

    public async ValueTask DisposeAsync()
    {
        _hangUp.Dispose();
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    // Without this the signal would end the process.
    private void OnHangUp(PosixSignalContext context)
    {
        context.Cancel = true;
        _signals.Writer.TryWrite(true);
    }

    private async Task SignalsAsync()
    {
        try
        {
            await foreach (var _ in _signals.Reader.ReadAllAsync(_stopping.Token)) await GuardAsync(() => _reconfiguration.ReloadAsync("SIGHUP", _stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The ordinary end.
        }
    }

    private Task WatchAsync(ConfigFileWatch watch) => GuardAsync(() => watch.RunAsync(_stopping.Token));

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (!_stopping.IsCancellationRequested)
        {
            _failed(e);
        }
        catch (OperationCanceledException)
        {
            // Stopped while it waited for another reload.
        }
    }
}
