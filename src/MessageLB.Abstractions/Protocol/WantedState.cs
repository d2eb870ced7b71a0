namespace MessageLB;

/// <summary>What people want of a destination, as one dispatcher was told and the others hear.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Destination">Name of the destination.</param>
/// <param name="State"><see cref="Active"/>, <see cref="Draining"/> or <see cref="Maintenance"/>.</param>
/// <param name="By">Who wants it, for people. <value>At most <see cref="LongestBy"/> characters.</value></param>
/// <param name="AtMs">When it was said, in milliseconds since 1970 UTC by the clock of the dispatcher that was told; later than every word that it knew of the same destination.</param>
/// <param name="From">The dispatcher that was told.</param>
public sealed record WantedState(string Group, string Destination, string State, string By, long AtMs, string From)
{
    /// <summary>It is to work.</summary>
    public const string Active = "active";

    /// <summary>It is to finish what it has.</summary>
    public const string Draining = "draining";

    /// <summary>It is to be left alone.</summary>
    public const string Maintenance = "maintenance";

    /// <summary>Most characters of <see cref="By"/>.</summary>
    public const int LongestBy = 64;

    /// <summary>Whether a state may have this name.</summary>
    public static bool IsState(string? name) => name is Active or Draining or Maintenance;

    /// <summary>Whether this word counts, and not the other one about the same destination: the later, and of two at one time the one of the larger name.</summary>
    public bool IsNewerThan(WantedState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return AtMs != other.AtMs ? AtMs > other.AtMs : string.CompareOrdinal(From, other.From) > 0;
    }
}
