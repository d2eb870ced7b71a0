using System.Buffers;
using System.Globalization;

namespace MessageLB.CommandLine.Commands.Bench.Scale;

/// <summary>The destinations that are played: their names, and what each of them reports.</summary>
/// <param name="name">First word of the groups' names.</param>
/// <param name="options">How many there are.</param>
internal sealed class ScaleCast(string name, ScaleOptions options)
{
    /// <summary>What a worker under a light load reports more of each time.</summary>
    private const int DonePerHeartbeat = 10;

    private const double BusyMsPerMessage = 5;

    private readonly string[] _groups = [.. Enumerable.Range(0, options.Groups).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"))];
    private readonly long[] _sequences = new long[options.Destinations];

    /// <summary>Names of the groups.</summary>
    public IReadOnlyList<string> Groups => _groups;

    /// <summary>The instance of a destination.</summary>
    /// <param name="number">Number of the destination, from 0.</param>
    public WorkerInstance this[int number] => new(_groups[number % _groups.Length], string.Create(CultureInfo.InvariantCulture, $"d{number}"), string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));

    /// <summary>Destinations of a group.</summary>
    public IEnumerable<string> DestinationsOf(string group) => Enumerable.Range(0, options.Destinations).Select(number => this[number]).Where(worker => worker.Group == group).Select(worker => worker.Destination);

    /// <summary>Writes the next heartbeat of a destination. Of one destination one at a time.</summary>
    /// <param name="number">Number of the destination.</param>
    /// <param name="output">Where it goes.</param>
    /// <returns>Its routing key.</returns>
    public string Write(int number, IBufferWriter<byte> output)
    {
        var worker = this[number];
        var sequence = ++_sequences[number];
        var done = options.Waiting > 0 ? 0 : sequence * DonePerHeartbeat;
        HeartbeatCodec.Write(output, new Heartbeat
        {
            Group = worker.Group,
            Destination = worker.Destination,
            Instance = worker.Instance,
            Sequence = sequence,
            IntervalMs = (int)options.Interval.TotalMilliseconds,
            Concurrency = 4,
            FrameMax = 64,
            Done = done,
            BusyMs = done * BusyMsPerMessage,
            // Of another dispatcher, so that the one that is measured has given out nothing of it.
            DoneBy = new Dictionary<string, long> { [name] = done },
            LatencyP50Ms = BusyMsPerMessage,
            LatencyP99Ms = 4 * BusyMsPerMessage,
        });
        return Names.HeartbeatKey(worker.Group, worker.Destination);
    }
}
