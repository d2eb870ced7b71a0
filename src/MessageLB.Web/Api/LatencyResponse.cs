namespace MessageLB.Web.Api;

/// <summary>Handling times in milliseconds, as the workers report them; null if unknown.</summary>
/// <param name="P50">Median.</param>
/// <param name="P99">99th percentile.</param>
public sealed record LatencyResponse(double? P50, double? P99);
