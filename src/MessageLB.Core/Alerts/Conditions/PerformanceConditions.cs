using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Performance;

namespace MessageLB.Core.Alerts;

/// <summary>
/// Alerts about the thresholds of <c>performance_monitoring</c>. Response time (see <see cref="ResponseTimeReading"/>) and error rate are compared over the last minute, and over five minutes if
/// fewer than <see cref="LeastResults"/> messages were settled in it; throughput, of the whole group, over the last minute; availability over the last hour, as
/// the time that it grants to be away: what was not seen of the hour, and what came before it was ready for the first time, counts as available.
/// </summary>
internal static class PerformanceConditions
{
    /// <summary>Fewest settled messages that say something about response time and error rate.</summary>
    public const int LeastResults = 10;

    /// <summary>Shortest part of the window of a minute that says something about a pace.</summary>
    public static readonly TimeSpan LeastOver = TimeSpan.FromSeconds(50);

    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Middle = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private static readonly PerformanceThresholdsConfig None = new();

    /// <summary>The thresholds of a group that are in force: those of measures that are watched, if its performance is monitored with alerts.</summary>
    public static PerformanceThresholdsConfig LimitsOf(GroupFacts group)
    {
        var monitoring = group.Config.PerformanceMonitoring;
        if (monitoring is not { Enabled: true, Alerting: true }) return None;
        var (all, watched) = (monitoring.Thresholds, monitoring.Metrics);
        return new PerformanceThresholdsConfig
        {
            ResponseTime = watched.Contains(PerformanceMetric.ResponseTime) ? all.ResponseTime : null,
            ResponseTimeMeasure = all.ResponseTimeMeasure,
            Throughput = watched.Contains(PerformanceMetric.Throughput) ? all.Throughput : null,
            ErrorRate = watched.Contains(PerformanceMetric.ErrorRate) ? all.ErrorRate : null,
            Availability = watched.Contains(PerformanceMetric.Availability) ? all.Availability : null,
        };
    }

    /// <param name="group">The group.</param>
    /// <param name="awayIn">How long a destination, or the group if that is empty, was away in a window; null if it was never there.</param>
    public static IEnumerable<AlertObservation> Of(GroupFacts group, Func<string, WindowPerformance, TimeSpan?> awayIn)
    {
        var limits = LimitsOf(group);
        if (limits with { ResponseTimeMeasure = default } == None || group.Performance is not { } performance) return [];
        var planned = group.Destinations.Where(destination => destination.Condition.IsPlanned()).Select(destination => destination.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Throughput(group.Name, performance.Windows, limits.Throughput),
            .. Measures(group.Name, "", performance.Windows, limits, awayIn, planned.Count == 0 || planned.Count < group.Destinations.Count),
            .. performance.Destinations.SelectMany(destination => Measures(group.Name, destination.Destination, destination.Windows, limits, awayIn, !planned.Contains(destination.Destination))),
        ];
    }

    /// <summary>The alert about the error rate; null if it is not above the limit.</summary>
    public static AlertObservation? ErrorRate(string group, string destination, IReadOnlyList<WindowPerformance> windows, double limit)
    {
        if (Judged(windows) is not { } window || window.ErrorRate.Value is not { } rate || rate <= limit) return null;
        return new AlertObservation(
            AlertRules.ErrorRateHigh, group, destination,
            $"Too many messages fail {At(group, destination)}",
            $"{Part(rate)} of {Number(window.Figures.Settled)} messages failed in {Duration.Describe(window.Window)}, more than {Part(limit)}.")
        {
            Value = rate,
            Limit = limit,
        };
    }

    private static IEnumerable<AlertObservation> Measures(string group, string destination, IReadOnlyList<WindowPerformance> windows, PerformanceThresholdsConfig limits, Func<string, WindowPerformance, TimeSpan?> awayIn, bool isExpected)
    {
        if (limits.ResponseTime is { } longest && ResponseTime(group, destination, windows, longest, limits.ResponseTimeMeasure) is { } slow) yield return slow;
        if (limits.ErrorRate is { } most && ErrorRate(group, destination, windows, most) is { } failing) yield return failing;
        if (limits.Availability is not { } least || Find(windows, Long) is not { } hour) yield break;
        // Asked in any case: it remembers whom it has been asked about.
        if (awayIn(destination, hour) is { } away && isExpected && Availability(group, destination, hour.Window, away, least) is { } low) yield return low;
    }

    private static AlertObservation? ResponseTime(string group, string destination, IReadOnlyList<WindowPerformance> windows, TimeSpan limit, ResponseTimeMeasure measure)
    {
        if (ResponseTimeReading.Of(windows.Where(window => window.Window == Short || window.Window == Middle), measure) is not { } reading || reading.Seconds <= limit.TotalSeconds) return null;
        return new AlertObservation(
            AlertRules.ResponseTimeHigh, group, destination,
            $"Messages take too long {At(group, destination)}",
            string.Format(CultureInfo.InvariantCulture, reading.Words, Milliseconds(reading.Shown), Duration.Describe(reading.Window), Duration.Describe(limit)))
        {
            Value = reading.Seconds,
            Limit = limit.TotalSeconds,
        };
    }

    private static IEnumerable<AlertObservation> Throughput(string group, IReadOnlyList<WindowPerformance> windows, double? least)
    {
        if (least is not { } limit || Find(windows, Short) is not { } window || window.Figures.Over < LeastOver || window.Figures.Throughput >= limit) yield break;
        yield return new AlertObservation(
            AlertRules.ThroughputLow, group, "",
            $"Throughput of group {group} is low",
            $"{window.Figures.Throughput.ToString("0.##", CultureInfo.InvariantCulture)} messages per second were settled in {Duration.Describe(window.Window)}, fewer than {Rate.Format(limit)}.")
        {
            Value = window.Figures.Throughput,
            Limit = limit,
        };
    }

    private static AlertObservation? Availability(string group, string destination, TimeSpan window, TimeSpan away, double least)
    {
        var granted = window * (1 - least);
        if (away <= granted) return null;
        return new AlertObservation(
            AlertRules.AvailabilityLow, group, destination,
            $"Availability {At(group, destination)} is low",
            $"It could take no messages for {Seconds(away)} of the last hour, longer than the {Seconds(granted)} that {Part(least)} grants.")
        {
            Value = 1 - (away / window),
            Limit = least,
        };
    }

    private static WindowPerformance? Judged(IReadOnlyList<WindowPerformance> windows) =>
        new[] { Find(windows, Short), Find(windows, Middle) }.FirstOrDefault(window => window?.Figures.Settled >= LeastResults);

    private static WindowPerformance? Find(IReadOnlyList<WindowPerformance> windows, TimeSpan length) => windows.FirstOrDefault(window => window.Window == length);

    private static string At(string group, string destination) => destination.Length == 0 ? $"in group {group}" : $"at destination {group}/{destination}";

    private static string Part(double part) => Percentage.Format(Math.Round(part, 4));

    private static string Milliseconds(double seconds) => Duration.Describe(TimeSpan.FromMilliseconds(Math.Round(seconds * 1000, 1)));

    private static string Seconds(TimeSpan time) => Duration.Describe(TimeSpan.FromSeconds(Math.Round(time.TotalSeconds, 1)));

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
