using System.Diagnostics.Metrics;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Telemetry;

public sealed partial class DispatcherInstruments
{
    private void CreateConfigurationInstruments(Meter meter)
    {
        meter.CreateObservableGauge("messagelb.config.version", () => Observe(status => status.Version), "{version}", "1 at the start, and one more with every reload that changed something.");
        meter.CreateObservableUpDownCounter("messagelb.config.refused", () => Observe(status => status.LastError is null ? 0 : 1), "{reload}", "1 while the last reload was refused, else 0.");
    }

    private IEnumerable<Measurement<int>> Observe(Func<ConfigurationStatus, int> value)
    {
        if (_status.Read().Configuration is { } configuration) yield return new(value(configuration));
    }
}
