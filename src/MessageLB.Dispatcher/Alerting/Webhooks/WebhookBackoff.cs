namespace MessageLB.Dispatcher.Alerting.Webhooks;

/// <summary>How long to wait before an attempt.</summary>
internal static class WebhookBackoff
{
    private const double First = 1;
    private const double Longest = 60;

    /// <summary>Twice as long each time, from 1 s to 60 s, and at random down to half of that, so that several dispatchers do not come at the same moment.</summary>
    /// <param name="attempt">The attempt that follows, from 2.</param>
    /// <param name="random">Randomness.</param>
    public static TimeSpan Before(int attempt, Random random) =>
        TimeSpan.FromSeconds(Math.Min(Longest, First * Math.Pow(2, attempt - 2)) * (1 - (random.NextDouble() / 2)));
}
