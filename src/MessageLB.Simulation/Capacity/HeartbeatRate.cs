namespace MessageLB.Simulation;

/// <summary>How often a worker of the SDK sends heartbeats while it is busy; as <c>docs/protocol.md</c> has it under "When to send". Pure.</summary>
public static class HeartbeatRate
{
    private const int EarlyCount = 64;
    private const double Interval = 1;
    private const double LeastAge = 0.002;
    private const double MostAge = 0.05;
    private const double MostAgeOfShort = 0.25;

    /// <summary>Heartbeats per second of one destination.</summary>
    /// <param name="perSecond">Messages that it completes per second.</param>
    /// <param name="work">Mean time of a message.</param>
    public static double Of(double perSecond, TimeSpan work)
    {
        var seconds = work.TotalSeconds;
        var age = seconds < LeastAge ? Math.Min(LeastAge * LeastAge / seconds, MostAgeOfShort) : Math.Clamp(seconds / 4, LeastAge, MostAge);
        // From one heartbeat to the next completion, and from there until that one is old enough; sooner when many have gathered.
        var gap = Math.Max(LeastAge, Math.Min((1 / perSecond) + age, EarlyCount / perSecond));
        return Math.Max(1 / Interval, 1 / gap);
    }
}
