namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>A line now and then while a measurement takes its time.</summary>
internal sealed class ThroughputProgress : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly ITimer _timer;

    /// <param name="line">How far it is.</param>
    /// <param name="note">Told it.</param>
    /// <param name="time">Clock.</param>
    public ThroughputProgress(Func<string> line, Action<string> note, TimeProvider time) => _timer = time.CreateTimer(_ => note(line()), null, Interval, Interval);

    public void Dispose() => _timer.Dispose();
}
