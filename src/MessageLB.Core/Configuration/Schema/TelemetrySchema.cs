namespace MessageLB.Core.Configuration;

/// <summary>The section <c>telemetry</c>.</summary>
internal static class TelemetrySchema
{
    public const string Key = "telemetry";

    private static readonly ScalarShape<OtlpProtocol> Protocol = Scalars.Choice(("grpc", OtlpProtocol.Grpc), ("http", OtlpProtocol.Http));

    private static readonly ScalarShape<TracePropagation> Propagation = Scalars.Choice(("preserve", TracePropagation.Preserve), ("continue", TracePropagation.Continue));

    private static readonly ScalarShape<string> Source = new("text", AsIs, value => value)
    {
        Rule = value => value.Trim().Length == 0 ? "is empty: write the name of a source of spans, such as RabbitMQ.Client.Publisher" : null,
    };

    public static Section<TelemetryConfig> Section { get; } = new(new Settings<TelemetryConfig>
    {
        { "otlp", c => c.Otlp, (c, v) => c with { Otlp = v }, Scalars.Collector },
        { "protocol", c => c.Protocol, (c, v) => c with { Protocol = v }, new OptionalShape<OtlpProtocol>(Protocol) },
        { "headers", c => c.Headers, (c, v) => c with { Headers = v }, Scalars.Secret },
        { "headers_file", c => c.HeadersFile, (c, v) => c with { HeadersFile = v }, Scalars.Line },
        { "traces", c => c.Traces, (c, v) => c with { Traces = v }, Scalars.Switch },
        { "metrics", c => c.Metrics, (c, v) => c with { Metrics = v }, Scalars.Switch },
        { "sampling", c => c.Sampling, (c, v) => c with { Sampling = v }, Scalars.Percent },
        { "propagation", c => c.Propagation, (c, v) => c with { Propagation = v }, Propagation },
        { "interval", c => c.Interval, (c, v) => c with { Interval = v }, Scalars.Time.Within("1s", "10m") },
        { "sources", c => c.Sources, (c, v) => c with { Sources = v }, new ListShape<string>(Source, "") },
    })
    {
        Shorthand = "otlp",
    };

    private static bool AsIs(string text, out string value, out Problem problem)
    {
        value = text;
        problem = default;
        return true;
    }
}
