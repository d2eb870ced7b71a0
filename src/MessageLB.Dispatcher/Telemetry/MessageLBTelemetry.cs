using MessageLB.Telemetry;

namespace MessageLB.Dispatcher.Telemetry;

/// <summary>Names under which MessageLB reports; one file, because conventions rename.</summary>
public static class MessageLBTelemetry
{
    /// <summary>Name of the meter, in dispatchers and workers alike.</summary>
    public const string MeterName = MessagingMetrics.MeterName;

    /// <summary>Name of the source of spans, in dispatchers and workers alike.</summary>
    public const string SourceName = MessageTraces.SourceName;

    internal const string GroupTag = "messagelb.group";
    internal const string DestinationTag = "messagelb.destination";
    internal const string PolicyTag = "messagelb.policy";
    internal const string OutcomeTag = "messagelb.outcome";
    internal const string ResultTag = "messagelb.result";
    internal const string TargetTag = "messagelb.target";
    internal const string TenantTag = "messagelb.tenant";
    internal const string StateTag = "messagelb.state";
    internal const string WeightKindTag = "messagelb.kind";
    internal const string SeverityTag = "messagelb.severity";
}
