namespace MessageLB.Core.Configuration;

/// <summary>The settings of a group that say what happens to messages that fail.</summary>
internal static class RetrySchema
{
    private const string MaxAttempts = "max_attempts";
    private const string Delay = "delay";
    private const string Factor = "factor";
    private const string MaxDelay = "max_delay";

    private static readonly ScalarShape<int> Attempts = Scalars.Whole(1, RetryConfig.MostAttempts);
    private static readonly ScalarShape<TimeSpan> FirstWait = Scalars.Time.Within("0s", "1d");
    private static readonly ScalarShape<TimeSpan> LongestWait = Scalars.Time.Within("0s", "7d");
    private static readonly ScalarShape<double> Growth = Scalars.Number(1, 100);

    private static readonly Section<RetryErrorConfig> Error = new(new Settings<RetryErrorConfig>
    {
        { "error", c => c.Error, (c, v) => c with { Error = v }, Scalars.Plain },
        { MaxAttempts, c => c.MaxAttempts, (c, v) => c with { MaxAttempts = v }, new OptionalShape<int>(Attempts) },
        { Delay, c => c.Delay, (c, v) => c with { Delay = v }, new OptionalShape<TimeSpan>(FirstWait) },
        { Factor, c => c.Factor, (c, v) => c with { Factor = v }, new OptionalShape<double>(Growth) },
        { MaxDelay, c => c.MaxDelay, (c, v) => c with { MaxDelay = v }, new OptionalShape<TimeSpan>(LongestWait) },
    });

    private static readonly Section<RetryConfig> Retry = new(new Settings<RetryConfig>
    {
        { MaxAttempts, c => c.MaxAttempts, (c, v) => c with { MaxAttempts = v }, Attempts },
        { Delay, c => c.Delay, (c, v) => c with { Delay = v }, FirstWait },
        { Factor, c => c.Factor, (c, v) => c with { Factor = v }, Growth },
        { MaxDelay, c => c.MaxDelay, (c, v) => c with { MaxDelay = v }, LongestWait },
        { "jitter", c => c.Jitter, (c, v) => c with { Jitter = v }, Scalars.Percent },
        { "quarantine_after", c => c.QuarantineAfter, (c, v) => c with { QuarantineAfter = v }, Scalars.Whole(0, RetryConfig.MostAttempts) },
        { "errors", c => c.Errors, (c, v) => c with { Errors = v }, new MapsShape<RetryErrorConfig>(Error, new RetryErrorConfig()) },
    })
    {
        Shorthand = MaxAttempts,
    };

    /// <summary>The settings.</summary>
    public static Settings<GroupConfig> Settings { get; } = new()
    {
        { "retry", c => c.Retry, (c, v) => c with { Retry = v }, Retry },
    };
}
