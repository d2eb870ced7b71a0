namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>One shape measured once.</summary>
/// <param name="PerSecond">Messages completed per second after the warm-up.</param>
/// <param name="BrokerCpuUs">Processor time of the broker for each of them, in microseconds; null if nobody can tell.</param>
/// <param name="ClientCpuUs">Processor time of this process for each of them, workers included, in microseconds.</param>
/// <param name="AllocatedBytes">Bytes that this process allocated for each of them, workers included.</param>
internal sealed record ThroughputFigures(double PerSecond, double? BrokerCpuUs, double ClientCpuUs, double AllocatedBytes)
{
    private const int Digits = 2;

    /// <summary>From the start of the shape to its first completion, in milliseconds.</summary>
    public double StartMs { get; init; }

    /// <summary>Largest working set of this process, looked at ten times a second, in megabytes.</summary>
    public double PeakWorkingSetMb { get; init; }

    /// <summary>Completions beyond the first of a message.</summary>
    public int Duplicates { get; init; }

    /// <summary>Without a rate: what it took before to have the messages wait.</summary>
    public FillFigures? Fill { get; init; }

    /// <summary>At a rate: times from when messages were due to be published to their completion.</summary>
    public ResponseTimes? ResponseMs { get; init; }

    /// <summary>At a rate: how much later than that they were published.</summary>
    public ResponseTimes? PublishLagMs { get; init; }

    /// <summary>From what was used between two moments.</summary>
    /// <param name="messages">Messages completed between them.</param>
    /// <param name="begin">The one.</param>
    /// <param name="end">The other.</param>
    public static ThroughputFigures Of(int messages, Usage begin, Usage end) => new(
        Math.Round(messages / (end.At - begin.At).TotalSeconds, Digits),
        end.Broker is { } after && begin.Broker is { } before ? Each(after - before, messages) : null,
        Each(end.Client - begin.Client, messages),
        Math.Round((double)(end.Allocated - begin.Allocated) / messages, Digits));

    private static double Each(TimeSpan time, int messages) => Math.Round(time.TotalMicroseconds / messages, Digits);
}
