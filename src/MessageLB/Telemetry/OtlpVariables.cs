namespace MessageLB.CommandLine.Telemetry;

/// <summary>Variables of the OpenTelemetry specification that MessageLB reads itself; others are the SDK's affair.</summary>
internal static class OtlpVariables
{
    /// <summary>Address of the collector, for traces and metrics.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Address for traces, taken as it is.</summary>
    public const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    /// <summary>Address for metrics, taken as it is.</summary>
    public const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    /// <summary><c>grpc</c> or <c>http/protobuf</c>.</summary>
    public const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>Headers of every request.</summary>
    public const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";

    /// <summary><c>true</c> turns everything off.</summary>
    public const string Disabled = "OTEL_SDK_DISABLED";
}
