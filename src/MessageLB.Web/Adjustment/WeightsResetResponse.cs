namespace MessageLB.Web.Adjustment;

/// <summary>The configured weights are in force again.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Reset">Destinations that had another weight.</param>
public sealed record WeightsResetResponse(string Group, int Reset);
