namespace MessageLB.Core.Distribution;

/// <summary>Who got what in a group, beside what its policy lets expect.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Policy">Name of its policy.</param>
/// <param name="Basis">What the shares are expected from.</param>
/// <param name="Windows">Over one minute, five minutes and one hour; empty until it was looked at.</param>
public sealed record GroupDistribution(string Group, string Policy, ShareBasis Basis, IReadOnlyList<WindowDistribution> Windows);
