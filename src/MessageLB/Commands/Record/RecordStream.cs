using System.Text.Json;

namespace MessageLB.CommandLine.Commands.Record;

/// <summary>A recording while it comes in.</summary>
internal sealed class RecordStream : IAsyncDisposable
{
    // What every last line holds; the others need not be parsed.
    private const string EndMark = "\"end\":{";

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private RecordStream(HttpResponseMessage response, Stream body) => (_response, _lines) = (response, new StreamReader(body));

    public static async Task<RecordStream> OpenAsync(HttpResponseMessage response, CancellationToken stop) =>
        new(response, await response.Content.ReadAsStreamAsync(stop));

    /// <summary>Copies line by line, and returns what the last one says.</summary>
    /// <exception cref="CommandFailedException">There is no last line: the recording broke off.</exception>
    public async Task<RecordEnd> CopyToAsync(TextWriter output, CancellationToken stop)
    {
        string? last = null;
        try
        {
            while (await _lines.ReadLineAsync(stop) is { } line)
            {
                await output.WriteAsync($"{line}\n".AsMemory(), stop);
                last = line;
            }
        }
        catch (HttpIOException)
        {
            last = null;
        }
        finally
        {
            await output.FlushAsync(CancellationToken.None);
        }

        return EndOf(last) ?? throw new CommandFailedException(ExitCodes.Unavailable, "The recording broke off before its end; what came until then is written.");
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }

    private static RecordEnd? EndOf(string? line)
    {
        if (line is null || !line.Contains(EndMark, StringComparison.Ordinal)) return null;
        try
        {
            return JsonSerializer.Deserialize(line, RecordJsonContext.Default.RecordLine)?.End;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
