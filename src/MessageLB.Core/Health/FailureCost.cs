namespace MessageLB.Core.Health;

/// <summary>
/// Keeps failing fast from attracting traffic: a worker that fails at once reports a short service time and has nothing in flight, so
/// whatever goes by these would send it everything. A failure counts as long as a success takes elsewhere, if that is longer, and all is
/// divided by the share of successes, as Finagle and ingress-nginx do: a message that fails has to be handled again. Pure.
/// </summary>
internal static class FailureCost
{
    private const double SmallestShare = 0.001;

    /// <summary>Service time to rank by, in seconds.</summary>
    /// <param name="seconds">As measured, failures included.</param>
    /// <param name="successShare">Part of the results that were successes, 0 to 1.</param>
    /// <param name="peerSeconds">Median service time of the group; 0 if unknown.</param>
    public static double Of(double seconds, double successShare, double peerSeconds)
    {
        if (successShare >= 1) return seconds;
        var share = Math.Max(successShare, SmallestShare);
        return ((seconds * share) + (Math.Max(seconds, peerSeconds) * (1 - share))) / share;
    }
}
