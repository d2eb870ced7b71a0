namespace MessageLB.Simulation;

/// <summary>A setting that a recommendation changes.</summary>
/// <param name="Path">Where it stands in the configuration, such as <c>groups.orders.window</c>.</param>
/// <param name="From">What it is now, as written in configuration.</param>
/// <param name="To">What it is to be, as written in configuration.</param>
public sealed record ConfigChange(string Path, string From, string To);
