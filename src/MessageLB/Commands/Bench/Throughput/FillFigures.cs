namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>What it took to have the messages wait at ingress, before a shape drained them.</summary>
/// <param name="PerSecond">Messages that the queue took per second, by one publisher with nobody consuming.</param>
/// <param name="BrokerCpuUs">Processor time of the broker for each of them, in microseconds; null if nobody can tell.</param>
internal sealed record FillFigures(double PerSecond, double? BrokerCpuUs)
{
    /// <summary>From what was used between two moments.</summary>
    /// <param name="messages">Messages published between them.</param>
    /// <param name="begin">The one.</param>
    /// <param name="end">The other.</param>
    public static FillFigures Of(int messages, Usage begin, Usage end)
    {
        var figures = ThroughputFigures.Of(messages, begin, end);
        return new FillFigures(figures.PerSecond, figures.BrokerCpuUs);
    }
}
