namespace MessageLB.Core.Health;

/// <summary>How far a silent destination can still be trusted. Pure.</summary>
internal static class Freshness
{
    /// <summary>1 until a heartbeat is missed, falling steadily to 0 at the end of the lease.</summary>
    /// <param name="age">Age of the last heartbeat.</param>
    /// <param name="missed">Age from which one is missed.</param>
    /// <param name="lease">Age at which the destination is lost.</param>
    public static double Of(TimeSpan age, TimeSpan missed, TimeSpan lease)
    {
        if (age <= missed) return 1;
        return age >= lease ? 0 : (lease - age) / (lease - missed);
    }
}
