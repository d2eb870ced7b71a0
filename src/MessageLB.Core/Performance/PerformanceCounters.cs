namespace MessageLB.Core.Performance;

/// <summary>What was counted at a destination up to a moment. Every member only ever grows.</summary>
/// <param name="Handed">Messages handed over to it.</param>
/// <param name="Done">Messages that it settled as done.</param>
/// <param name="Failed">Messages that failed there.</param>
/// <param name="BusySeconds">Sum of the handling times of done and failed messages, in seconds.</param>
/// <param name="ReadySeconds">Time in which it was ready to get messages, in seconds.</param>
public readonly record struct PerformanceCounters(long Handed, long Done, long Failed, double BusySeconds, double ReadySeconds)
{
    /// <summary>Messages handed over to it in seconds in which the policy's shares could be expected, because nobody's window was full.</summary>
    public long Compared { get; init; }

    /// <summary>What its share of <see cref="Compared"/> would have been. Whole only in the long run.</summary>
    public double Expected { get; init; }

    /// <summary>Messages handed over to it while it was in a lower failover tier.</summary>
    public long FailedOver { get; init; }

    /// <summary>Sum of the handling times that were predicted before they were known, as they then were, in seconds.</summary>
    public double PredictedSeconds { get; init; }

    /// <summary>Sum of what the predictions were off, in seconds.</summary>
    public double OffSeconds { get; init; }

    /// <summary>Sum over time of the messages in flight there, whoever handed them over, in seconds; looked at once a tick.</summary>
    public double InFlightSeconds { get; init; }

    /// <summary>Sum over settled messages of the time from a hand-over to its confirm, as it then was, in seconds.</summary>
    public double WaySeconds { get; init; }

    /// <summary>Sum over settled messages of the age of the news of them, as it then was, in seconds.</summary>
    public double NewsSeconds { get; init; }

    /// <summary>What was counted in between.</summary>
    /// <param name="later">The later count.</param>
    /// <param name="earlier">The earlier one.</param>
    public static PerformanceCounters operator -(in PerformanceCounters later, in PerformanceCounters earlier) => Subtract(later, earlier);

    /// <summary>Both together.</summary>
    /// <param name="one">One.</param>
    /// <param name="other">The other one.</param>
    public static PerformanceCounters operator +(in PerformanceCounters one, in PerformanceCounters other) => Add(one, other);

    /// <inheritdoc cref="op_Addition" />
    public static PerformanceCounters Add(in PerformanceCounters one, in PerformanceCounters other) => new(
        one.Handed + other.Handed,
        one.Done + other.Done,
        one.Failed + other.Failed,
        one.BusySeconds + other.BusySeconds,
        one.ReadySeconds + other.ReadySeconds)
    {
        Compared = one.Compared + other.Compared,
        Expected = one.Expected + other.Expected,
        FailedOver = one.FailedOver + other.FailedOver,
        PredictedSeconds = one.PredictedSeconds + other.PredictedSeconds,
        OffSeconds = one.OffSeconds + other.OffSeconds,
        InFlightSeconds = one.InFlightSeconds + other.InFlightSeconds,
        WaySeconds = one.WaySeconds + other.WaySeconds,
        NewsSeconds = one.NewsSeconds + other.NewsSeconds,
    };

    /// <inheritdoc cref="op_Subtraction" />
    public static PerformanceCounters Subtract(in PerformanceCounters later, in PerformanceCounters earlier) => new(
        later.Handed - earlier.Handed,
        later.Done - earlier.Done,
        later.Failed - earlier.Failed,
        later.BusySeconds - earlier.BusySeconds,
        later.ReadySeconds - earlier.ReadySeconds)
    {
        Compared = later.Compared - earlier.Compared,
        Expected = later.Expected - earlier.Expected,
        FailedOver = later.FailedOver - earlier.FailedOver,
        PredictedSeconds = later.PredictedSeconds - earlier.PredictedSeconds,
        OffSeconds = later.OffSeconds - earlier.OffSeconds,
        InFlightSeconds = later.InFlightSeconds - earlier.InFlightSeconds,
        WaySeconds = later.WaySeconds - earlier.WaySeconds,
        NewsSeconds = later.NewsSeconds - earlier.NewsSeconds,
    };
}
