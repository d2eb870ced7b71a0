namespace MessageLB.CommandLine.Commands.Capacity;

/// <summary>A line of the result.</summary>
/// <param name="What">Of what.</param>
/// <param name="Amount">How much of it.</param>
/// <param name="Why">Why so much.</param>
internal sealed record CapacityRow(string What, string Amount, string Why);
