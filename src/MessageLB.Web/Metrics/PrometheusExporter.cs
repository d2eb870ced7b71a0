using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MessageLB.Dispatcher.Telemetry;
using Microsoft.Extensions.Logging;

namespace MessageLB.Web.Metrics;

/// <summary>
/// Listens to the meter <c>MessageLB</c> of one host and writes what it heard in the text exposition format. Observable
/// instruments are asked when somebody collects. Thread-safe; one collection at a time.
/// </summary>
internal sealed partial class PrometheusExporter : IDisposable
{
    private readonly Lock _lock = new();
    // Instruments are published while the runtime holds a lock of its own, so this must not need ours.
    private readonly ConcurrentQueue<IMetricFamily> _families = [];
    private readonly HashSet<string> _overflown = [];
    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _meters;
    private readonly ProcessMetrics _process;
    private readonly ILogger<PrometheusExporter> _logger;

    public PrometheusExporter(IMeterFactory meters, ProcessMetrics process, ILogger<PrometheusExporter> logger)
    {
        _meters = meters;
        _process = process;
        _logger = logger;
        _listener.InstrumentPublished = OnPublished;
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Record(state, (double)value, tags));
        _listener.Start();
    }

    /// <summary>Asks the observable instruments and returns the whole text.</summary>
    /// <param name="format">How it is written.</param>
    public string Collect(MetricsFormat format = MetricsFormat.Prometheus)
    {
        lock (_lock)
        {
            foreach (var family in _families) family.BeginCollection();
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException e)
            {
                // One broken instrument must not hide the others from whoever watches.
                LogObservationFailed(e);
            }

            var output = new MetricsWriter(format);
            foreach (var family in _families.GroupBy(f => f.Name).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var first = family.First();
                output.Header(first.Name, first.Help, first.Type, first.Unit);
                foreach (var part in family) part.WriteSamples(output);
            }

            _process.Write(output);
            TellOverflows();
            return output.End();
        }
    }

    public void Dispose() => _listener.Dispose();

    private static void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((IMetricFamily)state!).Record(value, tags);

    // Once for each family: what is missing stays missing, and the next collection has nothing new to say.
    private void TellOverflows()
    {
        foreach (var family in _families)
        {
            if (family.HasOverflown && _overflown.Add(family.Name)) LogOverflow(family.Name, LastSeries.MaxSeries);
        }
    }

    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        // Meters are visible to the whole process: without the scope two hosts in one process would report each other's figures.
        if (instrument.Meter.Name != MessageLBTelemetry.MeterName || !ReferenceEquals(instrument.Meter.Scope, _meters)) return;
        var family = MetricFamilies.Create(instrument);
        _families.Enqueue(family);
        listener.EnableMeasurementEvents(instrument, family);
    }
}
