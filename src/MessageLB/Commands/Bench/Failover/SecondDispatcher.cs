using MessageLB.CommandLine.Commands.Bench.Processes;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>The dispatcher beside the one in this process: killed, and replaced, again and again.</summary>
internal sealed class SecondDispatcher : IAsyncDisposable
{
    private BenchProcess? _process;

    /// <summary>Sends SIGKILL.</summary>
    public void Kill() => _process?.Kill();

    /// <summary>Starts one in place of the last one; returns when both dispatchers know of each other and serve the group.</summary>
    public async Task JoinAsync(FailoverStage stage, CancellationToken stop)
    {
        // A new one beside a dead one that still counts would not be seen to come.
        await stage.UntilAsync(() => stage.Status.Read().Dispatchers.Count == 1, () => "the dead dispatcher still counts as alive", stop);
        await DisposeAsync();
        _process = await stage.StartDispatcherAsync(stop);
        await stage.UntilAsync(
            () =>
            {
                if (_process.HasExited) throw new CommandFailedException(ExitCodes.Unavailable, $"The second dispatcher ended: {_process.LastLine ?? "without a word"}");
                return stage.Status.Read().Dispatchers is { Count: 2 } both && both.All(dispatcher => dispatcher.Groups == 1);
            },
            () => $"the second dispatcher was not there within {stage.Options.Timeout.TotalSeconds:0} s: {_process.LastLine ?? "it said nothing"}",
            stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
