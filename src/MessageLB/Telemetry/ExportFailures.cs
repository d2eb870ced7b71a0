using System.Diagnostics.Tracing;
using System.Globalization;

namespace MessageLB.CommandLine.Telemetry;

/// <summary>
/// Hears what the exporter says of exports that failed, which it tells nobody else, and passes one line on each minute. Thread-safe.
/// </summary>
internal sealed class ExportFailures : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private const int LongestReason = 300;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Action<int, string> _told;
    private readonly TimeProvider _time;
    private long _toldAt;
    private int _times;

    /// <param name="told">Told how many there were since the last call, and why the last one failed.</param>
    /// <param name="time">Clock.</param>
    public ExportFailures(Action<int, string> told, TimeProvider time)
    {
        (_told, _time) = (told, time);
        // Not when sources are announced: those that exist are announced before this object has its fields.
        EventSourceCreated += (_, created) => Hear(created.EventSource);
        foreach (var source in EventSource.GetSources()) Hear(source);
    }

    /// <inheritdoc />
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        int times;
        lock (_lock)
        {
            _times++;
            if (_toldAt != 0 && _time.GetElapsedTime(_toldAt) < Pause) return;
            (_toldAt, times) = (_time.GetTimestamp(), _times);
            _times = 0;
        }

        _told(times, ReasonOf(eventData));
    }

    // The first line of what may be an exception with its whole stack.
    private static string ReasonOf(EventWrittenEventArgs failure)
    {
        var text = failure.Message is { } format
            ? string.Format(CultureInfo.InvariantCulture, format, [.. failure.Payload ?? []])
            : failure.EventName ?? "";
        var line = text.Split('\n', 2)[0].TrimEnd('\r', ' ');
        return line.Length <= LongestReason ? line : $"{line[..LongestReason]}…";
    }

    private void Hear(EventSource? source)
    {
        if (source?.Name == Exporter) EnableEvents(source, EventLevel.Warning);
    }
}
