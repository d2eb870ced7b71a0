namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>What has been used up to a moment.</summary>
/// <param name="At">The moment, since any fixed one.</param>
/// <param name="Client">Processor time of this process.</param>
/// <param name="Broker">Processor time of the broker; null if nobody can tell.</param>
/// <param name="Allocated">Bytes allocated in this process.</param>
internal readonly record struct Usage(TimeSpan At, TimeSpan Client, TimeSpan? Broker, long Allocated)
{
    /// <summary>Of this process and a broker, now.</summary>
    /// <param name="broker">Tells the processor time of the broker, if anybody can.</param>
    /// <param name="time">Clock.</param>
    public static Usage Read(Func<TimeSpan>? broker, TimeProvider time) =>
        // Not precisely, it counts whole blocks of threads, and may even shrink when one of them ends.
        new(time.GetElapsedTime(0), Environment.CpuUsage.TotalTime, broker?.Invoke(), GC.GetTotalAllocatedBytes(precise: true));
}
