namespace MessageLB.Core.Health;

/// <summary>A shortage of a group began or ended.</summary>
/// <param name="Begins">True if it began.</param>
/// <param name="Share">Share that is available now. <value>0 to 1.</value></param>
/// <param name="Reason">What is so, for a person.</param>
internal readonly record struct ShortageChange(bool Begins, double Share, string Reason);
