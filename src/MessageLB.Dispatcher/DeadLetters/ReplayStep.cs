using MessageLB.Core.DeadLetters;

namespace MessageLB.Dispatcher.DeadLetters;

/// <summary>Decides about one dead letter after the other what a replay does with it, and when.</summary>
internal sealed class ReplayStep(ReplayOptions options, string group, string run, ReplayWatch watch, PassTally tally, TimeProvider time)
{
    private readonly string _ingress = Names.IngressQueue(group);
    private long _sent;
    private long? _paceFrom;
    private long _paced;

    /// <summary>Decides; waits while the message is not due yet.</summary>
    public async ValueTask<PassStep> DecideAsync(DeadLetter letter, CancellationToken stop)
    {
        // What this very replay sent has had its chance: it would go round for ever.
        if (letter.ReplayRun == run || !options.Filter.Matches(letter)) return PassStep.Keep;
        if (options.Canary > 0 && _sent == options.Canary && !await StandsAsync(stop)) return PassStep.Over(PassEnd.CanaryFailed);
        await PaceAsync(stop);
        if (tally.CameBack >= options.StopAfter) return PassStep.Over(PassEnd.FailingAgain);
        PassEnd? end = ++_sent >= options.Most ? PassEnd.Limit : null;
        return new PassStep(PassStepKind.Send, _ingress, DeadLetterEnvelopes.Replay(letter, group, run, time.GetUtcNow()), end);
    }

    private async Task<bool> StandsAsync(CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(watch.CameBack, Task.Delay(options.CanaryWait, time, over.Token));
        await over.CancelAsync();
        stop.ThrowIfCancellationRequested();
        return tally.CameBack == 0;
    }

    // A schedule fixed in advance, so that slow confirms do not lower the rate; it begins anew after the canary.
    private async Task PaceAsync(CancellationToken stop)
    {
        if (options.PerSecond <= 0) return;
        if (_paceFrom is null || _sent == options.Canary) (_paceFrom, _paced) = (time.GetTimestamp(), 0);
        var due = TimeSpan.FromSeconds(_paced++ / options.PerSecond);
        var left = due - time.GetElapsedTime(_paceFrom.Value);
        if (left > TimeSpan.Zero) await Task.Delay(left, time, stop);
    }
}
