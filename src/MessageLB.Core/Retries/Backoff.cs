using MessageLB.Core.Configuration;

namespace MessageLB.Core.Retries;

/// <summary>
/// How long a failed message waits: exponential backoff with jitter, after Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog,
/// 2015), whose full jitter is a <see cref="RetryConfig.Jitter"/> of 1 and whose equal jitter is one of 0.5. Pure.
/// </summary>
public static class Backoff
{
    /// <summary>The wait before an attempt; zero for none.</summary>
    /// <param name="retry">What is in force for the error.</param>
    /// <param name="attempt">The attempt that is to come, from 2.</param>
    /// <param name="random">Source of the jitter.</param>
    public static TimeSpan Before(int attempt, RetryConfig retry, Random random)
    {
        ArgumentNullException.ThrowIfNull(retry);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 2);
        // A power that is too large for a number is infinite, and then the limit is smaller.
        var longest = Math.Max(retry.Delay.TotalMilliseconds, retry.MaxDelay.TotalMilliseconds);
        var full = Math.Min(retry.Delay.TotalMilliseconds * Math.Pow(retry.Factor, attempt - 2), longest);
        return TimeSpan.FromMilliseconds(full * (1 - (retry.Jitter * random.NextDouble())));
    }
}
