using System.Globalization;

namespace MessageLB.Core.Health;

/// <summary>
/// Whether a worker instance hangs although it sends heartbeats: it has messages in flight, and not one of them was settled for longer than
/// <c>max(floor, factor × p99)</c> of its own processing times. Judged by what its heartbeats say and from one to the next; that they stay
/// away is another evidence. One message settled ends it. One thread.
/// </summary>
/// <remarks>
/// There is no verdict before a p99 was reported, for nobody knows then how long a message may take. The last one known holds: a worker that
/// hangs has no new times to report. A message that takes much longer than all before it looks like a stall if nothing else is
/// settled meanwhile, so the limit must be generous. Anchors: NATS takes back a message after 30 s (AckWait), Kafka a consumer's partitions
/// after 45 s (session timeout).
/// </remarks>
/// <param name="floor">Shortest standstill that is a verdict.</param>
/// <param name="factor">Shortest standstill relative to the p99.</param>
internal sealed class StalledWork(TimeSpan floor, double factor)
{
    /// <summary>Usual shortest standstill.</summary>
    public static readonly TimeSpan DefaultFloor = TimeSpan.FromSeconds(30);

    /// <summary>Usual shortest standstill relative to the p99.</summary>
    public const double DefaultFactor = 10;

    private long _inFlight;
    private long _settled;
    private TimeSpan _p99;
    private TimeSpan _since;
    private TimeSpan _seen;

    /// <summary>Takes in a heartbeat.</summary>
    /// <param name="inFlight">Messages that the instance has in flight.</param>
    /// <param name="settled">Messages that it has settled since its start; a lower number than before is a new start.</param>
    /// <param name="p99">Its p99 processing time; null or zero if it does not say.</param>
    /// <param name="now">Time.</param>
    public void See(long inFlight, long settled, TimeSpan? p99, TimeSpan now)
    {
        // Time with nothing in flight before this heartbeat is no standstill either: work may have come just now.
        if (settled != _settled || inFlight == 0 || _inFlight == 0) _since = now;
        (_inFlight, _settled, _seen) = (inFlight, settled, now);
        if (p99 > TimeSpan.Zero) _p99 = p99.Value;
    }

    /// <summary>Why it is taken for hung, for a person; null if it is not.</summary>
    public string? Verdict()
    {
        if (_inFlight == 0 || _p99 == TimeSpan.Zero) return null;
        var still = _seen - _since;
        var limit = Limit;
        if (still <= limit) return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_inFlight} in flight, nothing settled for {still.TotalSeconds:0.0} s (limit {limit.TotalSeconds:0.0} s)");
    }

    private TimeSpan Limit
    {
        get
        {
            var seconds = factor * _p99.TotalSeconds;
            return seconds > floor.TotalSeconds ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)) : floor;
        }
    }
}
