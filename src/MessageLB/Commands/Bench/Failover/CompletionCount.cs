using System.Text.Json;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>What the workers' records say.</summary>
/// <param name="Distinct">Different messages completed.</param>
/// <param name="Repeated">Messages completed more than once.</param>
internal readonly record struct CompletionCount(int Distinct, int Repeated)
{
    /// <summary>Reads all records of a folder; a line that a killed worker did not finish was not settled.</summary>
    public static async Task<CompletionCount> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var times = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            // Workers that live have their files open for writing.
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            var text = await reader.ReadToEndAsync(cancellationToken);
            foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var json = JsonDocument.Parse(line);
                var id = json.RootElement.GetProperty("message_id").GetString()!;
                times[id] = times.GetValueOrDefault(id) + 1;
            }
        }

        return new CompletionCount(times.Count, times.Values.Count(count => count > 1));
    }
}
