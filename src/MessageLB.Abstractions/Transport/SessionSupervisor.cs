namespace MessageLB.Transport;

/// <summary>
/// Keeps one session open: opens it, runs the work, and when the session ends opens the next after a delay that doubles from
/// <see cref="FirstDelay"/> to <see cref="LongestDelay"/>, less up to a quarter at random so that many do not come back at
/// once, and that starts anew once a session has lived for ten seconds. One owner awaits <see cref="RunAsync"/>.
/// </summary>
/// <param name="transport">Where sessions come from.</param>
/// <param name="options">How sessions present themselves.</param>
/// <param name="time">Clock for delays.</param>
/// <param name="report">Told of every end and every failure to open, with the delay before the next attempt; for logging.</param>
public sealed class SessionSupervisor(ITransport transport, SessionOptions options, TimeProvider time, Action<SessionFault> report)
{
    /// <summary>Longest delay before the first new attempt.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest delay; short, so that the flow resumes within two seconds of the broker's return.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan WorkedForAWhile = TimeSpan.FromSeconds(10);

    private readonly Random _jitter = new();

    /// <summary>
    /// Runs <paramref name="work"/> in one session after another until <paramref name="stopping"/> is cancelled. The token that the
    /// work gets is cancelled when its session ends or the supervisor stops. Returns normally after cancellation, once the last
    /// work has finished and its session is disposed.
    /// </summary>
    public async Task RunAsync(Func<ITransportSession, CancellationToken, Task> work, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(work);
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            var (fault, lived) = await RunOnceAsync(work, stopping);
            if (stopping.IsCancellationRequested) return;
            failures = lived > WorkedForAWhile ? 0 : failures + 1;
            var delay = NextDelay(failures);
            report(new SessionFault(fault, failures, delay));
            await Task.Delay(delay, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Runs one session and returns why it ended and how long it had lived; one that never opened has not lived at all.</summary>
    private async Task<(Exception Fault, TimeSpan Lived)> RunOnceAsync(Func<ITransportSession, CancellationToken, Task> work, CancellationToken stopping)
    {
        long? opened = null;
        try
        {
            await using var session = await transport.OpenAsync(options, stopping);
            opened = time.GetTimestamp();
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(session.Ended, stopping);
            try
            {
                await work(session, ended.Token);
                await Task.Delay(Timeout.InfiniteTimeSpan, time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or SessionEndedException && session.Ended.IsCancellationRequested)
            {
                // The end of the session is told below with its own reason, which says more than this consequence of it.
            }

            return (new SessionEndedException(session.EndReason ?? "the session ended"), time.GetElapsedTime(opened.Value));
        }
        catch (Exception e)
        {
            return (e, opened is { } start ? time.GetElapsedTime(start) : TimeSpan.Zero);
        }
    }

    private TimeSpan NextDelay(int failures)
    {
        var doubled = FirstDelay * Math.Pow(2, Math.Clamp(failures - 1, 0, 10));
        var longest = doubled < LongestDelay ? doubled : LongestDelay;
        return longest * (1 - (0.25 * _jitter.NextDouble()));
    }
}
