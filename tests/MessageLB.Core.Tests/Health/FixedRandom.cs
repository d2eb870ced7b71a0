namespace MessageLB.Core.Tests.Health;

/// <summary>Chance that always draws the same.</summary>
internal sealed class FixedRandom(double value) : Random
{
    public override double NextDouble() => value;
}
