namespace MessageLB.RabbitMq;

/// <summary>Stands for what was nested too deep to be read. A message that has it can be handled, and cannot be sent on.</summary>
internal sealed class TooDeep
{
    private TooDeep()
    {
    }

    public static TooDeep Value { get; } = new();

    /// <inheritdoc />
    public override string ToString() => "(nested too deep)";
}
