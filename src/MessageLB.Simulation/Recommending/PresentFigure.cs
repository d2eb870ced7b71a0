namespace MessageLB.Simulation;

/// <summary>A figure that is both measured and simulated for the present setup.</summary>
/// <param name="Name">What it is, for a person.</param>
/// <param name="Measured">As measured.</param>
/// <param name="Simulated">As simulated.</param>
/// <param name="Tolerance">Most that they may differ by.</param>
/// <param name="IsTime">Whether it is a time in seconds; else a part of a whole.</param>
public sealed record PresentFigure(string Name, double Measured, double Simulated, double Tolerance, bool IsTime)
{
    /// <summary>Whether they agree.</summary>
    public bool Agrees => Math.Abs(Measured - Simulated) <= Tolerance;
}
