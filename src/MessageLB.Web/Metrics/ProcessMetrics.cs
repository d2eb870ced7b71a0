using System.Diagnostics;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Web.Metrics;

/// <summary>What every Prometheus dashboard expects of a process, and which build this is.</summary>
internal sealed class ProcessMetrics(IDispatcherStatus status)
{
    public void Write(MetricsWriter output)
    {
        var picture = status.Read();
        var build = PrometheusText.Labels(
        [
            new("version", picture.Version),
            new("dispatcher", picture.Dispatcher),
            new("transport", picture.Broker.Transport),
            new("runtime", Environment.Version.ToString()),
        ]);
        using var process = Process.GetCurrentProcess();
        Write(output, "messagelb_build_info", "Version and identity of this dispatcher; always 1.", MetricType.Info, null, build, 1);
        Write(output, "process_cpu_seconds_total", "Processor time used.", MetricType.Counter, "seconds", string.Empty, process.TotalProcessorTime.TotalSeconds);
        Write(output, "process_num_threads", "Threads.", MetricType.Gauge, null, string.Empty, process.Threads.Count);
        Write(output, "process_resident_memory_bytes", "Memory in use.", MetricType.Gauge, "bytes", string.Empty, process.WorkingSet64);
        Write(output, "process_start_time_seconds", "Start, in seconds since 1970-01-01T00:00:00Z.", MetricType.Gauge, "seconds", string.Empty, StartTime(process));
    }

    private static double StartTime(Process process) =>
        Math.Round((process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds, 3);

    private static void Write(MetricsWriter output, string name, string help, MetricType type, string? unit, string labels, double value)
    {
        output.Header(name, help, type, unit);
        output.Sample(name, labels, value);
    }
}
