namespace MessageLB.Simulation;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Style">Class of its colour.</param>
/// <param name="Marker">Number of its marker.</param>
/// <param name="Points">Values with their intervals; what is no number is left out.</param>
internal sealed record ChartSeries(string Name, string Style, int Marker, IReadOnlyList<Estimate> Points);
