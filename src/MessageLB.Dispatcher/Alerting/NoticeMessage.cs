namespace MessageLB.Dispatcher.Alerting;

/// <summary>A notice as it is sent; told in <c>docs/alerts.md</c>.</summary>
/// <param name="V">Version of the format, 1.</param>
/// <param name="Id">Names the notice; the same in every attempt to send it.</param>
/// <param name="Dispatcher">Who sends it.</param>
/// <param name="Status"><c>firing</c> or <c>resolved</c>.</param>
/// <param name="Repeated">Whether it was told before that they fire.</param>
/// <param name="Alert">Name of the alerts.</param>
/// <param name="Severity"><c>critical</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Group">Group that they are about; null for the dispatcher as a whole.</param>
/// <param name="At">When.</param>
/// <param name="RunbookUrl">What to do about them.</param>
/// <param name="LeftOut">Alerts that it has no place for.</param>
/// <param name="Alerts">The alerts.</param>
internal sealed record NoticeMessage(
    int V,
    string Id,
    string Dispatcher,
    string Status,
    bool Repeated,
    string Alert,
    string Severity,
    string? Group,
    DateTimeOffset At,
    string RunbookUrl,
    int LeftOut,
    IReadOnlyList<AlertMessage> Alerts);
