namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>A column of the table.</summary>
/// <param name="Name">Its head.</param>
/// <param name="Of">Its figure.</param>
/// <param name="Text">Writes a number of it.</param>
/// <param name="Otherwise">What stands there if a shape has no such figure.</param>
internal sealed record ThroughputColumn(string Name, Func<ThroughputShapeReport, Spread?> Of, Func<double, string> Text, string Otherwise = "")
{
    /// <summary>What stands in the line of a shape.</summary>
    public string Median(ThroughputShapeReport shape) => Of(shape) is { } figure ? Text(figure.Median) : Otherwise;

    /// <summary>What stands below it.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="dash">What stands between the least and the most.</param>
    public string Range(ThroughputShapeReport shape, string dash) => Of(shape) is { } figure ? $"{Text(figure.Min)}{dash}{Text(figure.Max)}" : string.Empty;
}
