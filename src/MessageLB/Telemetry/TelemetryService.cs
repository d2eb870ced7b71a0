using MessageLB.CommandLine.Help;
using MessageLB.Dispatcher.Telemetry;
using MessageLB.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MessageLB.CommandLine.Telemetry;

/// <summary>
/// Owns the providers that send spans and metrics to a collector. The first service of its host: it starts before anything has spans, and
/// stops after everything has ended its own. A collector that is away costs nothing but what is not sent.
/// </summary>
/// <param name="settings">Where it goes.</param>
/// <param name="identity">Who sends.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class TelemetryService(TelemetrySettings settings, TelemetryIdentity identity, TimeProvider time, ILogger<TelemetryService> logger) : IHostedService, IDisposable
{
    // What is still to be sent when the process ends is worth this much waiting.
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(5);

    private readonly ILogger<TelemetryService> _logger = logger;
    private ExportFailures? _failures;
    private TracerProvider? _tracers;
    private MeterProvider? _meters;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _failures = new ExportFailures(LogNotSent, time);
        _tracers = settings.Traces is null ? null : CreateTracers(settings.Traces);
        _meters = settings.Metrics is null ? null : CreateMeters(settings.Metrics);
        LogSending(settings.ToString(), settings.Protocol == OtlpExportProtocol.Grpc ? "gRPC" : "HTTP");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        // Both wait for the network on the thread of the caller.
        Task.WhenAll(
            Task.Run(() => _tracers?.Shutdown((int)FlushLimit.TotalMilliseconds), CancellationToken.None),
            Task.Run(() => _meters?.Shutdown((int)FlushLimit.TotalMilliseconds), CancellationToken.None));

    public void Dispose()
    {
        _tracers?.Dispose();
        // It is the process's; whoever comes next in it decides anew.
        MessageTraces.RootShare = 1;
        _meters?.Dispose();
        _failures?.Dispose();
    }

    private TracerProvider CreateTracers(Uri endpoint)
    {
        var builder = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddSource([MessageLBTelemetry.SourceName, .. settings.Config.Sources])
            .AddOtlpExporter(otlp => Apply(otlp, endpoint));
        // Otherwise as OTEL_TRACES_SAMPLER says, and without it all.
        if (settings.Config.Sampling < 1) builder.SetSampler(new ParentBasedSampler(new MessageSampler(settings.Config.Sampling)));
        MessageTraces.RootShare = settings.Config.Sampling;
        return builder.Build();
    }

    private MeterProvider CreateMeters(Uri endpoint) => Sdk.CreateMeterProviderBuilder()
        .SetResourceBuilder(Resource())
        .AddMeter(MessageLBTelemetry.MeterName)
        .AddOtlpExporter((otlp, reader) =>
        {
            Apply(otlp, endpoint);
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)settings.Config.Interval.TotalMilliseconds;
        })
        .Build();

    // The environment comes last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
    private ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddTelemetrySdk()
        .AddService(identity.Service, serviceVersion: VersionAction.Version, serviceInstanceId: identity.Instance)
        .AddEnvironmentVariableDetector();

    private void Apply(OtlpExporterOptions otlp, Uri endpoint)
    {
        otlp.Endpoint = endpoint;
        otlp.Protocol = settings.Protocol;
        if (settings.Headers is { } headers) otlp.Headers = headers;
    }

    [LoggerMessage(4055, LogLevel.Information, "Telemetry goes to {Address} by OTLP over {Protocol}")]
    private partial void LogSending(string address, string protocol);

    [LoggerMessage(4056, LogLevel.Warning, "Telemetry could not be sent, {Times} times since the last such line: {Reason}")]
    private partial void LogNotSent(int times, string reason);
}
