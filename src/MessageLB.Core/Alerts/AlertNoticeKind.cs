namespace MessageLB.Core.Alerts;

/// <summary>What a notice tells.</summary>
public enum AlertNoticeKind
{
    /// <summary>Alerts began to fire.</summary>
    Firing,

    /// <summary>Alerts still fire, a while after the last notice of them.</summary>
    Repeated,

    /// <summary>Alerts are over.</summary>
    Resolved,
}
