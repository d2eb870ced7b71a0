using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Alerting;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>Alerts as the test says, and the silences that were made.</summary>
internal sealed class ScriptedAlerts : IAlerts
{
    public static readonly DateTimeOffset Start = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private readonly SilenceBook _silences = new();

    public AlertsConfig Config { get; } = new();

    public List<Alert> Active { get; } = [];

    public List<Alert> Recent { get; } = [];

    public List<WebhookStatus> Webhooks { get; } = [];

    /// <summary>Who did what.</summary>
    public List<string> Said { get; } = [];

    public static Alert Alert(AlertRule rule, string group = "", string destination = "", AlertStatus status = AlertStatus.Firing) => new()
    {
        Rule = rule,
        Key = new AlertKey(rule.Name, group, destination),
        Status = status,
        Summary = "summary",
        Description = "What there is to say.",
        StartsAt = Start,
        FiredAt = status == AlertStatus.Pending ? null : Start + TimeSpan.FromSeconds(10),
        EndsAt = status == AlertStatus.Resolved ? Start + TimeSpan.FromSeconds(20) : null,
    };

    public void Configure(params Silence[] silences) => _silences.Configure(silences);

    public AlertsStatus Read() => new(Active, Recent, _silences.InForce(Start), LeftOut: 0) { Webhooks = Webhooks };

    public bool Add(Silence silence, string by)
    {
        Said.Add($"{by} adds");
        return _silences.Add(silence, Start);
    }

    public bool Remove(string id, string by)
    {
        Said.Add($"{by} removes");
        return _silences.Remove(id);
    }
}
