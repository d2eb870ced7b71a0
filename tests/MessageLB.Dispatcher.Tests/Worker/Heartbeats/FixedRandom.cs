namespace MessageLB.Dispatcher.Tests.Worker.Heartbeats;

/// <summary>Always draws the same number.</summary>
internal sealed class FixedRandom(double value) : Random
{
    public override double NextDouble() => value;
}
