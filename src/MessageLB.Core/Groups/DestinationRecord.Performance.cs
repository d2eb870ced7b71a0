using MessageLB.Core.Performance;

namespace MessageLB.Core.Groups;

/// <summary>How the destination does over time.</summary>
internal sealed partial class DestinationRecord
{
    private double _busySeconds;
    private PerformanceCounters _shares;
    private TimeHistogram? _times;
    private long _handedAtNote;
    private long _settledAtNote;

    /// <summary>Its counters over sliding windows, as of the last note.</summary>
    public PerformanceBook Books { get; } = new();

    /// <summary>Messages handed over to it since the last note.</summary>
    public long HandedSinceNote => State.Handed - _handedAtNote;

    /// <summary>Takes note of its counters, and of the handling times told of; returns what was counted since the last time.</summary>
    /// <param name="expected">Messages that it should have got since then; null if that is not known.</param>
    /// <param name="handOverSeconds">Time from a hand-over to its confirm in seconds.</param>
    /// <param name="times">Takes the handling times too.</param>
    /// <param name="now">Time.</param>
    public PerformanceCounters NotePerformance(double? expected, double handOverSeconds, TimeSums times, TimeSpan now)
    {
        var told = _times;
        _times = null;
        if (told is not null) times.Add(told);
        var (since, settled) = (HandedSinceNote, _done + _failed - _settledAtNote);
        _handedAtNote += since;
        _settledAtNote += settled;
        _shares = _shares with
        {
            Compared = _shares.Compared + (expected is null ? 0 : since),
            Expected = _shares.Expected + (expected ?? 0),
            FailedOver = _shares.FailedOver + (Tier > 0 ? since : 0),
            WaySeconds = _shares.WaySeconds + (settled * handOverSeconds),
            NewsSeconds = _shares.NewsSeconds + (settled * _feedback.Seconds),
        };
        return Books.Note(_shares with { Handed = _handedAtNote, Done = _done, Failed = _failed, BusySeconds = _busySeconds }, IsEligible, now, told);
    }

    private void Tell(TimeHistogram times) => _times = _times?.Plus(times) ?? times;

    private void Learn(double seconds, long messages, TimeSpan now)
    {
        // How far off the estimate was that picks went by until now.
        if (!IsUnmeasured)
        {
            _shares = _shares with
            {
                PredictedSeconds = _shares.PredictedSeconds + (messages * seconds),
                OffSeconds = _shares.OffSeconds + (messages * Math.Abs(ServiceTime.Seconds - seconds)),
            };
        }

        ServiceTime.Add(seconds, messages, now);
    }
}
