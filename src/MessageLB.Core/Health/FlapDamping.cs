namespace MessageLB.Core.Health;

/// <summary>
/// Keeps a destination that is lost and returns again and again from being used until it has been quiet: each loss is a penalty that
/// decays with time; from <see cref="SuppressFrom"/> the destination is suppressed, until the penalty is below <see cref="FreeBelow"/>.
/// The route flap damping of BGP (RFC 2439), with a half-life for workers instead of routes. One thread.
/// </summary>
/// <remarks>
/// Routers suppress from 2,000 at 1,000 a loss, which two losses never reach, as the first decays before the second comes. Here it is
/// 1,500, which says: a second loss within a half-life after the first. Losses while suppressed count too, so that each makes it longer.
/// </remarks>
internal sealed class FlapDamping
{
    /// <summary>Penalty for a loss.</summary>
    public const double PerLoss = 1000;

    /// <summary>Penalty from which it is suppressed.</summary>
    public const double SuppressFrom = 1500;

    /// <summary>Penalty below which it is free again.</summary>
    public const double FreeBelow = 750;

    /// <summary>Half-lives of the longest suppression.</summary>
    public const int MostHalfLives = 4;

    /// <summary>Time in which a penalty falls to half.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromSeconds(60);

    private double _penalty;
    private TimeSpan _at;
    private TimeSpan _until;

    /// <summary>Takes in a loss.</summary>
    public void Lost(TimeSpan now)
    {
        // The ceiling of RFC 2439, from which it takes just the longest time to be free.
        const double Ceiling = FreeBelow * (1 << MostHalfLives);
        _penalty = Math.Min(Ceiling, (_penalty * Math.Pow(2, -((now - _at) / HalfLife))) + PerLoss);
        _at = now;
        if (_penalty >= SuppressFrom) _until = now + (HalfLife * Math.Log2(_penalty / FreeBelow));
    }

    /// <summary>Whether it is not to be used yet.</summary>
    public bool IsSuppressed(TimeSpan now) => now < _until;

    /// <summary>Time until it is free, if it is not lost again; zero if it is free.</summary>
    public TimeSpan FreeIn(TimeSpan now) => now < _until ? _until - now : TimeSpan.Zero;
}
