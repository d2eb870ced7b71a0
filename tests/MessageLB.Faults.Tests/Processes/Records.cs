using System.Buffers;
using System.Text.Json;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Processes;

/// <summary>What workers recorded: one line of JSON per completion. A line that is still being written is left for the next look.</summary>
internal static class Records
{
    // Headers are recorded too, and some tests send deep ones.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    public static async Task<List<JsonElement>> ReadAsync(IEnumerable<string> files)
    {
        var lines = new List<JsonElement>();
        foreach (var file in files)
        {
            if (!File.Exists(file)) continue;
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            var complete = text[..(text.LastIndexOf('\n') + 1)];
            lines.AddRange(complete.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l, Deep).RootElement));
        }

        return lines;
    }

    /// <summary>Waits until so many different messages are recorded, and returns all lines.</summary>
    public static async Task<List<JsonElement>> WaitAsync(IReadOnlyList<string> files, int distinct, TimeSpan limit, Func<string> describe)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await CountAsync(files);
            // Parsed only when there are enough, or the test would take the time that the processes need.
            if (seen >= distinct)
            {
                var lines = await ReadAsync(files);
                seen = lines.Select(Id).Distinct().Count();
                if (seen >= distinct) return lines;
            }

            if (TimeProvider.System.GetElapsedTime(start) > limit) throw new TimeoutException($"{seen} of {distinct} messages completed within {limit.TotalSeconds} s.\n{describe()}");
            await Task.Delay(TestTimeouts.BetweenLooks * 5, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lines that are recorded, those of the same message each counted.</summary>
    private static async Task<int> CountAsync(IEnumerable<string> files)
    {
        var count = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        foreach (var file in files.Where(File.Exists))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is var read and > 0) count += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return count;
    }

    public static string Id(JsonElement line) => line.GetProperty("message_id").GetString()!;
}
