namespace MessageLB.Core.Recommendations;

/// <summary>Something that the figures alone show to be worth a look; what a change would bring is for the simulator to say.</summary>
/// <param name="Kind">What.</param>
/// <param name="Destination">Where; null for the group as a whole.</param>
/// <param name="Summary">What is so, with the figures, for a person.</param>
/// <param name="Remedy">What is to be done about it, for a person.</param>
public sealed record Finding(FindingKind Kind, string? Destination, string Summary, string Remedy);
