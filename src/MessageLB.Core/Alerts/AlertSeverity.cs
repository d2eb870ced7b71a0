namespace MessageLB.Core.Alerts;

/// <summary>How urgent an alert is, the least urgent first.</summary>
public enum AlertSeverity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Somebody should look today.</summary>
    Warning,

    /// <summary>Messages wait or fail now.</summary>
    Critical,
}
