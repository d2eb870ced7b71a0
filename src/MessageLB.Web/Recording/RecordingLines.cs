using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MessageLB.Dispatcher.Recording;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Web.Recording;

/// <summary>Writes a recording as JSON lines, as <c>docs/recording.md</c> describes them. One thread.</summary>
internal sealed class RecordingLines : IDisposable
{
    private const byte MicrosecondDigits = 6;

    // Kinds may hold any letters; the answer is declared as what it is and never sniffed as a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IBufferWriter<byte> _output;
    private readonly Utf8JsonWriter _json;
    private long _last;
    private long _arrivals;
    private long _services;

    public RecordingLines(IBufferWriter<byte> output)
    {
        _output = output;
        _json = new Utf8JsonWriter(output, Options);
    }

    public void WriteHeader(GroupStatus group)
    {
        _json.WriteStartObject();
        _json.WriteNumber("messagelb_recording"u8, 1);
        _json.WriteString("group"u8, group.Name);
        _json.WriteStartArray("destinations"u8);
        foreach (var destination in group.Destinations)
        {
            _json.WriteStartObject();
            _json.WriteString("name"u8, destination.Name);
            _json.WriteNumber("concurrency"u8, destination.Concurrency);
            _json.WriteNumber("weight"u8, destination.ConfiguredWeight);
            if (destination.ServiceTime is { } service) _json.WriteNumber("service_ms"u8, Math.Round(service.TotalMilliseconds, 3));
            else _json.WriteNull("service_ms"u8);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        EndLine();
    }

    public void Write(in RecordedEvent happened)
    {
        StartLine(happened.At);
        if (happened.IsArrival)
        {
            _arrivals++;
            _json.WriteString("kind"u8, happened.Kind);
            _json.WriteString("key"u8, happened.KeyHash?.ToString("x16", CultureInfo.InvariantCulture) ?? "");
        }
        else
        {
            _services++;
            _json.WriteStartObject("service"u8);
            _json.WriteString("destination"u8, happened.Destination);
            _json.WriteString("kind"u8, happened.Kind);
            _json.WriteNumber("count"u8, happened.Count);
            _json.WriteNumber("mean_ms"u8, Math.Round(happened.MeanMs, 3));
            _json.WriteEndObject();
        }

        EndLine();
    }

    public void WriteEnd(IRecording recording)
    {
        StartLine(recording.Elapsed);
        _json.WriteStartObject("end"u8);
        _json.WriteString("reason"u8, recording.End.ToString().ToLowerInvariant());
        _json.WriteNumber("arrivals"u8, _arrivals);
        _json.WriteNumber("services"u8, _services);
        _json.WriteNumber("left_out"u8, recording.LeftOut);
        _json.WriteEndObject();
        EndLine();
    }

    public void Dispose() => _json.Dispose();

    private void StartLine(TimeSpan at)
    {
        // Two threads tell what happens, and may overtake each other by some microseconds.
        _last = Math.Max(_last, at.Ticks / TimeSpan.TicksPerMicrosecond);
        _json.WriteStartObject();
        _json.WriteNumber("t"u8, new decimal((int)_last, (int)(_last >> 32), 0, false, MicrosecondDigits));
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset(_output);
        _output.Write("\n"u8);
    }
}
