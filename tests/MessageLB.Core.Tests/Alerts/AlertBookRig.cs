using MessageLB.Core.Alerts;

namespace MessageLB.Core.Tests.Alerts;

/// <summary>An <see cref="AlertBook"/> on virtual time.</summary>
internal sealed class AlertBookRig(AlertBook? book = null)
{
    public static readonly DateTimeOffset Start = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    public AlertBook Book { get; } = book ?? new AlertBook();

    public AlertTiming Timing { get; set; } = new(TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromHours(4), TimeSpan.FromSeconds(10));

    public List<Silence> Silences { get; } = [];

    public TimeSpan Now { get; private set; }

    public AlertMoment Moment => new(Now, Start + Now);

    public static AlertObservation On(AlertRule rule, string group = "", string destination = "") => new(rule, group, destination, "summary", "description");

    /// <summary>Lets seconds pass, and then looks.</summary>
    public IReadOnlyList<AlertNotice> Look(double after, params AlertObservation[] observed)
    {
        Now += TimeSpan.FromSeconds(after);
        return Book.Look(observed, Moment, Timing, Silences);
    }

    /// <summary>The same, in words: <c>Firing DestinationDown/orders a,b</c>.</summary>
    public IEnumerable<string> Told(double after, params AlertObservation[] observed) =>
        Look(after, observed).Select(n => $"{n.Kind} {n.Rule.Name["MessageLB".Length..]}/{n.Group} {string.Join(',', n.Alerts.Select(a => a.Key.Destination))}");

    /// <summary>The active alerts, in words: <c>Pending DestinationDown/orders/a</c>.</summary>
    public IEnumerable<string> Active() => Book.Active().Select(a => $"{a.Status} {a.Key.ToString()["MessageLB".Length..]}");
}
