namespace MessageLB.Core.Alerts;

/// <summary>How far an alert is.</summary>
public enum AlertStatus
{
    /// <summary>Its condition holds, but not for long enough.</summary>
    Pending,

    /// <summary>Its condition has held for long enough, and holds, or held a moment ago.</summary>
    Firing,

    /// <summary>It is over.</summary>
    Resolved,
}
