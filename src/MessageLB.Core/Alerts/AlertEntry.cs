namespace MessageLB.Core.Alerts;

/// <summary>An alert that is pending or fires, while it lasts. One thread.</summary>
internal sealed class AlertEntry(AlertKey key, AlertObservation first, AlertMoment since)
{
    public AlertKey Key { get; } = key;

    /// <summary>What was seen last.</summary>
    public AlertObservation Seen { get; private set; } = first;

    /// <summary>Since when the condition has held.</summary>
    public AlertMoment Since { get; } = since;

    /// <summary>When it began to fire; null while it is pending.</summary>
    public AlertMoment? Fired { get; private set; }

    /// <summary>When the condition ended; null while it holds.</summary>
    public AlertMoment? Ended { get; private set; }

    /// <summary>When somebody was told last that it fires; null if nobody was.</summary>
    public TimeSpan? ToldAt { get; set; }

    public string? SilencedBy { get; set; }

    public AlertKey? InhibitedBy { get; set; }

    public bool IsQuiet => SilencedBy is not null || InhibitedBy is not null;

    /// <summary>The condition holds.</summary>
    public void See(AlertObservation observation) => (Seen, Ended) = (observation, null);

    /// <summary>The condition does not hold.</summary>
    public void Miss(AlertMoment now) => Ended ??= now;

    public void Fire(AlertMoment now) => Fired ??= now;

    /// <summary>A copy.</summary>
    public Alert Picture(AlertStatus status) => new()
    {
        Rule = Seen.Rule,
        Key = Key,
        Status = status,
        Summary = Seen.Summary,
        Description = Seen.Description,
        Value = Seen.Value,
        Limit = Seen.Limit,
        StartsAt = Since.At,
        FiredAt = Fired?.At,
        EndsAt = Ended?.At,
        SilencedBy = SilencedBy,
        InhibitedBy = InhibitedBy,
        WasTold = ToldAt is not null,
    };
}
