namespace MessageLB.Core.Configuration;

/// <summary>Retries of messages that failed with a certain error.</summary>
public sealed record RetryErrorConfig
{
    /// <summary>Kind of the error, as the worker reports it before the colon, for example <c>TimeoutException</c>; a <c>*</c> at its end stands for anything.</summary>
    public string Error { get; init; } = "";

    /// <summary>Attempts, the first one included; 1: a dead letter at once. Null: as for other errors.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Wait before the second attempt. Null: as for other errors.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>By how much each wait is longer than the one before. Null: as for other errors.</summary>
    public double? Factor { get; init; }

    /// <summary>Longest wait. Null: as for other errors.</summary>
    public TimeSpan? MaxDelay { get; init; }

    /// <summary>Whether the rule is for this kind of error. Compared with case.</summary>
    public bool Names(string? kind)
    {
        if (kind is null) return Error == "*";
        return Error.EndsWith('*') ? kind.AsSpan().StartsWith(Error.AsSpan(0, Error.Length - 1), StringComparison.Ordinal) : kind == Error;
    }

    /// <summary>The rule with what it leaves open taken from <paramref name="others"/>.</summary>
    internal RetryConfig Over(RetryConfig others) => others with
    {
        MaxAttempts = MaxAttempts ?? others.MaxAttempts,
        Delay = Delay ?? others.Delay,
        Factor = Factor ?? others.Factor,
        MaxDelay = MaxDelay ?? others.MaxDelay,
        Errors = [],
    };
}
