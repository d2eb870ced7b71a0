using MessageLB.Core.Configuration;
using OpenTelemetry.Exporter;

namespace MessageLB.CommandLine.Telemetry;

/// <summary>Where telemetry goes, from the configuration and, where that says nothing, the environment. Secrets are never printed: <see cref="ToString"/> leaves them out.</summary>
internal sealed record TelemetrySettings
{
    /// <summary>Where spans go; null for nowhere.</summary>
    public Uri? Traces { get; private init; }

    /// <summary>Where metrics go; null for nowhere.</summary>
    public Uri? Metrics { get; private init; }

    public OtlpExportProtocol Protocol { get; private init; }

    /// <summary>Headers of every request; null for none.</summary>
    public string? Headers { get; private init; }

    public required TelemetryConfig Config { get; init; }

    /// <summary>Puts both together; null if nothing is to be sent.</summary>
    /// <param name="config">The configuration, valid.</param>
    /// <param name="environment">The environment.</param>
    /// <exception cref="CommandFailedException">A variable says something that cannot be, or the file with the headers cannot be read.</exception>
    public static TelemetrySettings? From(TelemetryConfig config, IReadOnlyDictionary<string, string> environment)
    {
        if (string.Equals(Variable(OtlpVariables.Disabled), "true", StringComparison.OrdinalIgnoreCase)) return null;
        var common = config.Otlp ?? Address(OtlpVariables.Endpoint);
        // The configuration wins over all variables, not only over the common one.
        var tracesOwn = config.Otlp is null ? Address(OtlpVariables.TracesEndpoint) : null;
        var metricsOwn = config.Otlp is null ? Address(OtlpVariables.MetricsEndpoint) : null;
        if ((common ?? tracesOwn ?? metricsOwn) is null || config is { Traces: false, Metrics: false }) return null;
        var protocol = ProtocolOf(config, Variable(OtlpVariables.Protocol));
        return new TelemetrySettings
        {
            Config = config,
            Protocol = protocol,
            Headers = HeadersOf(config, Variable(OtlpVariables.Headers)),
            Traces = config.Traces ? tracesOwn ?? Signal(common, protocol, "traces") : null,
            Metrics = config.Metrics ? metricsOwn ?? Signal(common, protocol, "metrics") : null,
        };

        string? Variable(string name) => environment.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

        Uri? Address(string name) => Variable(name) is not { } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 ? uri
            : throw Refused(name, "is no address of a collector: write http://host:4317 or https://host:4317, and a login into " + OtlpVariables.Headers);
    }

    /// <summary>Where telemetry goes, without secrets.</summary>
    public override string ToString() => string.Join(" and ", new[] { Traces, Metrics }.OfType<Uri>().Select(u => u.GetLeftPart(UriPartial.Path)).Distinct());

    // The paths of the specification; gRPC has its own.
    private static Uri? Signal(Uri? address, OtlpExportProtocol protocol, string signal) =>
        address is null || protocol == OtlpExportProtocol.Grpc ? address : new Uri($"{address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/v1/{signal}");

    private static OtlpExportProtocol ProtocolOf(TelemetryConfig config, string? variable) => (config.Protocol, variable) switch
    {
        (OtlpProtocol.Grpc, _) or (null, null or "grpc") => OtlpExportProtocol.Grpc,
        (OtlpProtocol.Http, _) or (null, "http/protobuf") => OtlpExportProtocol.HttpProtobuf,
        _ => throw Refused(OtlpVariables.Protocol, $"is \"{variable}\": write grpc or http/protobuf"),
    };

    private static string? HeadersOf(TelemetryConfig config, string? variable)
    {
        var (headers, place) = config.HeadersFile is { } file ? (Read(file), file) : (config.Headers ?? variable, OtlpVariables.Headers);
        return headers is null || OtlpHeaders.AreValid(headers) ? headers : throw Refused(place, OtlpHeaders.Rule);
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCodes.Configuration, $"telemetry.headers_file: {e.Message}", e);
        }
    }

    private static CommandFailedException Refused(string place, string rule) => new(ExitCodes.Configuration, $"{place} {rule}.");
}
