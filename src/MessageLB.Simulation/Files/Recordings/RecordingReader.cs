using System.Globalization;
using System.Text.Json;
using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>Reads the JSON lines of a recording. Lines and fields that nobody knows are left out; mistakes are findings with their line.</summary>
/// <param name="file">Name of the file, for places.</param>
/// <param name="findings">Where mistakes go.</param>
internal sealed class RecordingReader(string file, ConfigFindings findings)
{
    /// <summary>Most lines; a recording ends after 2,000,000 events by itself.</summary>
    private const int MostLines = 5_000_000;
    private const int MostErrors = 20;
    private const double LongestMs = 86_400_000;
    private const int Version = 1;

    private readonly Recording _recording = new();
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private int _line;
    private int _errors;
    private double _last;
    private bool _hasHeader;
    private bool _hasEnd;

    /// <summary>Reads to the end, or until there are too many mistakes.</summary>
    public Recording Read(TextReader text)
    {
        while (text.ReadLine() is { } line)
        {
            if (++_line > MostLines)
            {
                Error(null, string.Create(CultureInfo.InvariantCulture, $"the recording has more than {MostLines:N0} lines"));
                return _recording;
            }

            if (!string.IsNullOrWhiteSpace(line)) ReadLine(line);
            if (_errors >= MostErrors)
            {
                Error(null, "the lines from here on are not looked at: there are too many mistakes");
                return _recording;
            }
        }

        if (_hasHeader && !_hasEnd) findings.Warn("", ConfigOrigin.File(file, Math.Max(_line, 1), 1), "the recording broke off: its last line is missing");
        return _recording;
    }

    private void ReadLine(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.Object) ReadEvent(json.RootElement);
            else Error(line, "is no JSON object");
        }
        catch (JsonException)
        {
            Error(line, "is no JSON object");
        }
        catch (InvalidOperationException)
        {
            // A string that is no text, such as half of a surrogate pair.
            Error(line, "holds a string that is no text");
        }
    }

    private void ReadEvent(JsonElement line)
    {
        if (line.TryGetProperty("messagelb_recording", out var version))
        {
            ReadHeader(version, line);
            return;
        }

        if (!line.TryGetProperty("t", out var time)) return;
        if (time.ValueKind != JsonValueKind.Number || !time.TryGetDouble(out var at) || !double.IsFinite(at) || at < 0)
        {
            Error(time.GetRawText(), "is no time: 't' counts seconds from 0");
            return;
        }

        if (at < _last)
        {
            Error(time.GetRawText(), string.Create(CultureInfo.InvariantCulture, $"falls behind the line above, {_last}: 't' never falls"));
            return;
        }

        if (line.TryGetProperty("service", out var service)) ReadService(service);
        else if (line.TryGetProperty("end", out var end)) ReadEnd(end);
        else if (line.TryGetProperty("kind", out _) || line.TryGetProperty("key", out _)) ReadArrival(at, line);
    }

    private void ReadHeader(JsonElement version, JsonElement line)
    {
        _hasHeader = true;
        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != Version)
        {
            Error(version.GetRawText(), $"is a format of another version: this one reads {Version}");
        }

        if (!line.TryGetProperty("destinations", out var destinations) || destinations.ValueKind != JsonValueKind.Array) return;
        foreach (var destination in destinations.EnumerateArray())
        {
            if (destination.ValueKind != JsonValueKind.Object) continue;
            var name = Text(destination, "name");
            if (!Names.IsValid(name)) Error(name, "is no name of a destination");
            else _recording.Destinations.Add(new RecordedDestination(name, (int)Number(destination, "concurrency", 0), (int)Number(destination, "weight", DestinationConfig.DefaultWeight), Number(destination, "service_ms", 0)));
        }
    }

    private void ReadService(JsonElement service)
    {
        if (service.ValueKind != JsonValueKind.Object)
        {
            Error(service.GetRawText(), "is no report of service times");
            return;
        }

        var count = Number(service, "count", 1);
        var mean = Number(service, "mean_ms", -1);
        if (count is not (>= 1 and <= int.MaxValue)) Error(service.GetRawText(), "has no 'count' of 1 or more");
        else if (mean is not (>= 0 and <= LongestMs)) Error(service.GetRawText(), "has no 'mean_ms' from 0 to a day");
        else _recording.Services.Add(new RecordedService(Word(Text(service, "destination")), Word(Text(service, "kind")), (int)count, mean));
    }

    private void ReadEnd(JsonElement end)
    {
        _hasEnd = true;
        if (end.ValueKind != JsonValueKind.Object) return;
        var missing = Number(end, "left_out", 0);
        if (missing > 0) findings.Warn("", ConfigOrigin.File(file, _line, 1), string.Create(CultureInfo.InvariantCulture, $"{missing:N0} events are missing in the recording, so some gaps between arrivals are longer than they were"));
    }

    private void ReadArrival(double at, JsonElement line)
    {
        _recording.Arrivals.Add(new TraceArrival(at - _last, Word(Text(line, "kind")), Word(Text(line, "key"))));
        _last = at;
    }

    private static double Number(JsonElement owner, string name, double otherwise) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : otherwise;

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>One string for equal texts: a recording has millions of a few.</summary>
    private string Word(string text)
    {
        if (_words.TryGetValue(text, out var known)) return known;
        _words[text] = text;
        return text;
    }

    private void Error(string? value, string rule)
    {
        _errors++;
        findings.Add(new ConfigError("", ConfigOrigin.File(file, _line, 1), value, rule));
    }
}
