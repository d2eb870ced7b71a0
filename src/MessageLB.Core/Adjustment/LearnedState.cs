namespace MessageLB.Core.Adjustment;

/// <summary>What a dispatcher learned, as it is kept.</summary>
/// <param name="SavedAt">When.</param>
/// <param name="Groups">Groups that learn.</param>
public sealed record LearnedState(DateTimeOffset SavedAt, IReadOnlyList<LearnedGroup> Groups)
{
    /// <summary>Age from which on nothing of it is believed.</summary>
    public static readonly TimeSpan AgeLimit = TimeSpan.FromHours(24);

    /// <summary>
    /// How far it is believed: a factor counts with this power, so that half of the trust is the root of it. Falls evenly from 1 when it is
    /// new to 0 at the <see cref="AgeLimit"/>; one from the future has the trust of a new one.
    /// </summary>
    public double TrustAt(DateTimeOffset now) => Math.Clamp(1 - ((now - SavedAt) / AgeLimit), 0, 1);
}
