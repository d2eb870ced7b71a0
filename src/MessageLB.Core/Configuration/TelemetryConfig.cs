namespace MessageLB.Core.Configuration;

/// <summary>What a dispatcher sends to a collector, and how trace context travels. Secrets are never printed: <see cref="ToString"/> leaves them out.</summary>
public sealed record TelemetryConfig
{
    /// <summary>Default of <see cref="Interval"/>.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Address of an OTLP collector, such as <c>http://127.0.0.1:4317</c>. Null: that of <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, and without that
    /// variable nothing is sent.
    /// </summary>
    public Uri? Otlp { get; init; }

    /// <summary>How OTLP is spoken; null: as <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> says, else gRPC.</summary>
    public OtlpProtocol? Protocol { get; init; }

    /// <summary>Headers of every request, <c>name=value</c> with commas between them. Prefer <see cref="HeadersFile"/> or the environment.</summary>
    public string? Headers { get; init; }

    /// <summary>File that holds them; read once, at the start.</summary>
    public string? HeadersFile { get; init; }

    /// <summary>Whether spans are sent. <value>Default true.</value></summary>
    public bool Traces { get; init; } = true;

    /// <summary>Whether metrics are sent. <value>Default true.</value></summary>
    public bool Metrics { get; init; } = true;

    /// <summary>Share of the traces that begin here that is recorded; those that began elsewhere are recorded if their publisher's is. <value>0 to 1, default 1.</value></summary>
    public double Sampling { get; init; } = 1;

    /// <summary>Whose trace context a worker gets. <value>Default <see cref="TracePropagation.Preserve"/>.</value></summary>
    public TracePropagation Propagation { get; init; }

    /// <summary>Time between two exports of metrics. <value>1 s to 10 min, default 15 s.</value></summary>
    public TimeSpan Interval { get; init; } = DefaultInterval;

    /// <summary>Further sources of spans to send, such as <c>RabbitMQ.Client.Publisher</c>. Default: none.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The address, without a login.</summary>
    public override string ToString() => Otlp is null ? "none" : Redaction.WithoutCredentials(Otlp.OriginalString);
}
