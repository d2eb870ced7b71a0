using System.Diagnostics;
using System.Globalization;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using MessageLB.Dispatcher.Telemetry;
using MessageLB.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace MessageLB.Benchmarks.Throughput;

/// <summary>
/// A shape while OpenTelemetry listens: metrics are collected every second, and a part of the traces is recorded and exported in batches. The exporters
/// throw away what they get, so that the figures are MessageLB's and the SDK's, and not those of a collector beside them.
/// </summary>
/// <param name="inner">The shape.</param>
/// <param name="name">Name of this one.</param>
/// <param name="sampling">Part of the traces that is recorded, 0 to 1; null if nobody listens to spans at all.</param>
internal sealed class WatchedShape(IThroughputShape inner, string name, double? sampling) : IThroughputShape
{
    private const int EverySecond = 1000;

    public string Name => name;

    public string Setting => string.Create(CultureInfo.InvariantCulture, $"{inner.Setting}; metrics every second{(sampling is { } part ? $", {part:0.##%} of the traces" : ", no traces")}");

    public async Task<IAsyncDisposable> StartAsync(ThroughputStage stage, CancellationToken stop)
    {
        var tracers = sampling is null ? null : CreateTracers();
        // As messagelb does with 'telemetry.sampling'.
        MessageTraces.RootShare = sampling ?? 1;
        var meters = Sdk.CreateMeterProviderBuilder()
            .AddMeter(MessageLBTelemetry.MeterName)
            .AddReader(new PeriodicExportingMetricReader(new Discarding<Metric>(), EverySecond))
            .Build();
        try
        {
            return new Watched(await inner.StartAsync(stage, stop), tracers, meters);
        }
        catch
        {
            tracers?.Dispose();
            meters.Dispose();
            throw;
        }
    }

    private static TracerProvider CreateTracers() => Sdk.CreateTracerProviderBuilder()
        .AddSource(MessageLBTelemetry.SourceName)
        .SetSampler(new ParentBasedSampler(new AlwaysOnSampler()))
        .AddProcessor(new BatchActivityExportProcessor(new Discarding<Activity>()))
        .Build();

    private sealed class Discarding<T> : BaseExporter<T>
        where T : class
    {
        public override ExportResult Export(in Batch<T> batch) => ExportResult.Success;
    }

    private sealed class Watched(IAsyncDisposable inner, TracerProvider? tracers, MeterProvider meters) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            MessageTraces.RootShare = 1;
            tracers?.Dispose();
            meters.Dispose();
        }
    }
}
