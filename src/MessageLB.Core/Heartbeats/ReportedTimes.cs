using MessageLB.Core.Performance;
using MessageLB.Measurement;

namespace MessageLB.Core.Heartbeats;

/// <summary>
/// What a worker instance has told of its handling times, to find out what is new. Counts are believed as far as messages were settled: those that went
/// down, or grew by more than was settled since the last ones, are where counting begins anew. So nobody can make a worker look fast or slow by more
/// messages than it says to have handled, and counts that were begun before anybody listened are not taken for news. One thread.
/// </summary>
internal struct ReportedTimes
{
    private TimeCounts _last;
    private long _settled;

    /// <summary>The first heartbeat of an instance: what it tells was before.</summary>
    public void Begin(Heartbeat heartbeat) => (_last, _settled) = (heartbeat.Times, heartbeat.Done + heartbeat.Failed);

    /// <summary>Takes in a heartbeat that tells times; returns those that are new, null if there are none or they cannot be told.</summary>
    public TimeHistogram? Take(Heartbeat heartbeat)
    {
        var (before, messages) = (_last, heartbeat.Done + heartbeat.Failed - _settled);
        Begin(heartbeat);
        if (IsCut(before, heartbeat.Times)) return null;
        Span<long> more = stackalloc long[heartbeat.Times.Counts.Length];
        var first = heartbeat.Times.First;
        var counts = heartbeat.Times.Counts.Span;
        for (var i = 0; i < counts.Length; i++)
        {
            more[i] = counts[i] - before[first + i];
            if (more[i] < 0 || more[i] > messages) return null;
            messages -= more[i];
        }

        return TimeHistogram.Of(first, more);
    }

    // What was counted in a bucket that is not told of any more went down.
    private static bool IsCut(in TimeCounts before, in TimeCounts after)
    {
        var (from, to) = (after.First, after.First + after.Counts.Length);
        for (var i = 0; i < before.Counts.Length; i++)
        {
            if ((before.First + i < from || before.First + i >= to) && before.Counts.Span[i] > 0) return true;
        }

        return false;
    }
}
