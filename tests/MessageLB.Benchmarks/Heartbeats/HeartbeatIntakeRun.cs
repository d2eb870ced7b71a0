using System.Buffers;
using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Registry;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.Benchmarks.Heartbeats;

/// <summary>
/// What heartbeats cost the dispatcher without the broker and its client: processor time for taking one in and for the ticks between, as
/// medians over seconds of a group in which each destination reports once a second and nothing else happens.
/// </summary>
internal sealed class HeartbeatIntakeRun(int destinations, int seconds)
{
    private const int TicksPerSecond = 10;
    private const int WarmUp = 10;

    private readonly SteppedTime _time = new();
    private readonly ArrayBufferWriter<byte> _output = new();

    public void Run()
    {
        var config = MessageLBConfig.Default with { Groups = [GroupConfig.Default with { Name = "orders" }] };
        var registry = new DestinationRegistry(config, new DispatcherIdentity("bench"), _time, NullLogger<DestinationRegistry>.Instance);
        registry.Clock.Attend(true);
        var keys = Enumerable.Range(0, destinations).Select(i => Names.HeartbeatKey("orders", $"d{i}")).ToArray();
        List<double> intake = [], tick = [], bytes = [];
        for (var second = 1; second <= WarmUp + seconds; second++)
        {
            var (taken, ticked, allocated) = (TimeSpan.Zero, TimeSpan.Zero, 0L);
            for (var turn = 0; turn < TicksPerSecond; turn++)
            {
                var (from, to) = (destinations * turn / TicksPerSecond, destinations * (turn + 1) / TicksPerSecond);
                var heartbeats = Enumerable.Range(from, to - from).Select(i => Encode(i, second)).ToArray();
                registry.Clock.Hear();
                var (began, had) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
                for (var i = from; i < to; i++) registry.OnHeartbeatMessage(keys[i], heartbeats[i - from]);
                var between = Environment.CpuUsage.TotalTime;
                registry.Tick();
                (taken, ticked, allocated) = (taken + (between - began), ticked + (Environment.CpuUsage.TotalTime - between), allocated + GC.GetAllocatedBytesForCurrentThread() - had);
                _time.Advance(TimeSpan.FromSeconds(1.0 / TicksPerSecond));
            }

            if (second <= WarmUp) continue;
            intake.Add(taken.TotalMicroseconds / destinations);
            tick.Add(ticked.TotalMicroseconds / destinations);
            bytes.Add((double)allocated / destinations);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{destinations:N0} destinations, {seconds} s, {registry.HeartbeatsAccepted:N0} accepted: taking one in {Median(intake):0.00} µs ({intake.Min():0.00}-{intake.Max():0.00}), ticks for each {Median(tick):0.00} µs ({tick.Min():0.00}-{tick.Max():0.00}), allocated {Median(bytes):N0} B"));
    }

    private byte[] Encode(int destination, int second)
    {
        _output.ResetWrittenCount();
        HeartbeatCodec.Write(_output, new Heartbeat
        {
            Group = "orders",
            Destination = $"d{destination}",
            Instance = $"scale-{destination}",
            Sequence = second,
            Concurrency = 4,
            FrameMax = 64,
            Done = second * 10,
            BusyMs = second * 50,
            DoneBy = new Dictionary<string, long> { ["other"] = second * 10 },
            LatencyP50Ms = 5,
            LatencyP99Ms = 20,
        });
        return _output.WrittenSpan.ToArray();
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
