using MessageLB.Core.Configuration;

namespace MessageLB.Core.Retries;

/// <summary>Decides what is done with a message, given how it came to ingress. Pure but for the jitter.</summary>
public static class RetryRules
{
    /// <summary>The next step.</summary>
    /// <param name="arrival">How it came.</param>
    /// <param name="retry">The group's settings.</param>
    /// <param name="random">Source of the jitter.</param>
    public static NextStep Next(in Arrival arrival, RetryConfig retry, Random random)
    {
        switch (arrival.Kind)
        {
            case ArrivalKind.Ready:
                return NextStep.HandOver(arrival.Attempt);
            case ArrivalKind.Early:
                return NextStep.Wait(arrival.Attempt, DelayLadder.Round(arrival.Wait));
            case ArrivalKind.Expired:
                return NextStep.Dead(arrival.Attempt, DeadReasons.Expired);
            case ArrivalKind.Lethal:
                return NextStep.Dead(arrival.Attempt, DeadReasons.Quarantine);
            default:
                ArgumentNullException.ThrowIfNull(retry);
                var rule = retry.For(arrival.ErrorKind);
                if (arrival.Attempt >= rule.MaxAttempts) return NextStep.Dead(arrival.Attempt, DeadReasons.Attempts);
                return NextStep.Wait(arrival.Attempt + 1, DelayLadder.Round(Backoff.Before(arrival.Attempt + 1, rule, random)));
        }
    }
}
