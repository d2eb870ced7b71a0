namespace MessageLB.Core.Alerts;

/// <summary>A condition that holds at this moment.</summary>
/// <param name="Rule">Which alert it makes.</param>
/// <param name="Group">Group that it is about; empty for the dispatcher as a whole.</param>
/// <param name="Destination">Destination that it is about; empty for all of the group.</param>
/// <param name="Summary">One line that does not change while it lasts.</param>
/// <param name="Description">The figures of now.</param>
public sealed record AlertObservation(AlertRule Rule, string Group, string Destination, string Summary, string Description)
{
    /// <summary>The figure that is compared, in the unit of <see cref="Limit"/>; null if there is none.</summary>
    public double? Value { get; init; }

    /// <summary>What it is compared with: seconds, messages per second, or a part of 1; null if there is none.</summary>
    public double? Limit { get; init; }

    /// <summary>What it is about.</summary>
    public AlertKey Key => new(Rule.Name, Group, Destination);
}
