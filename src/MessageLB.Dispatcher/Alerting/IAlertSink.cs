using MessageLB.Core.Alerts;

namespace MessageLB.Dispatcher.Alerting;

/// <summary>Takes notices somewhere.</summary>
internal interface IAlertSink
{
    /// <summary>Takes one; returns at once, whatever becomes of it.</summary>
    void Post(AlertNotice notice);
}
