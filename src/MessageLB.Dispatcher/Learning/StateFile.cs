using System.Text.Json;
using MessageLB.Core.Adjustment;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;

namespace MessageLB.Dispatcher.Learning;

/// <summary>
/// The file with what was learned: versioned JSON, written beside itself and renamed, so that whoever reads it finds a whole one. Two that write
/// it at the same time leave that of the later one.
/// </summary>
internal static class StateFile
{
    /// <summary>Version that is written and read.</summary>
    public const int Version = 1;

    /// <summary>Largest file that is read.</summary>
    public const long MostBytes = 64 << 20;

    /// <summary>Most groups that are read.</summary>
    public const int MostGroups = 1000;

    /// <summary>Reads it; null if there is none.</summary>
    /// <exception cref="InvalidDataException">It is damaged, too large, or of another version; the message says what.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static LearnedState? Read(string path)
    {
        if (!File.Exists(path)) return null;
        var size = new FileInfo(path).Length;
        if (size > MostBytes) throw new InvalidDataException($"it has {size} bytes, and {MostBytes} are the most");
        StateDocument document;
        try
        {
            using var stream = File.OpenRead(path);
            document = JsonSerializer.Deserialize(stream, StateJsonContext.Default.StateDocument) ?? throw new InvalidDataException("it is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"it is no JSON as it should be: {e.Message}", e);
        }

        if (document.MessagelbState != Version) throw new InvalidDataException($"its version is {document.MessagelbState}, and {Version} is what this one reads");
        return new LearnedState(document.SavedAt, [.. (document.Groups ?? []).Take(MostGroups).Where(g => g is { Name: not null }).Select(Read)]);
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static void Write(string path, LearnedState state)
    {
        var document = new StateDocument(Version, state.SavedAt, [.. state.Groups.Select(Write)]);
        var fresh = $"{path}.{Environment.ProcessId}.tmp";
        using (var stream = File.Create(fresh))
        {
            JsonSerializer.Serialize(stream, document, StateJsonContext.Default.StateDocument);
            // On the disk before the old one goes, or a power failure could leave an empty file under the name.
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }

    private static LearnedGroup Read(StateGroup group) => new(
        group.Name!,
        [.. (group.Destinations ?? []).Take(GroupUpdater.MaxDestinations).Where(IsSane).Select(d => new LearnedDestination(d.Name!, d.Weight, d.Factor, d.ServiceMs / 1000))]);

    private static StateGroup Write(LearnedGroup group) => new(
        group.Group,
        [.. group.Destinations.Select(d => new StateDestination(d.Name, d.Weight, Math.Round(d.Factor, 4), Math.Round(d.ServiceSeconds * 1000, 4)))]);

    // What cannot be is passed over, as if it had never been learned.
    private static bool IsSane(StateDestination one) =>
        one is { Name: { } name, Weight: > 0 and <= DestinationConfig.HeaviestWeight } && Names.IsValid(name)
        && double.IsFinite(one.Factor) && one.Factor > 0 && double.IsFinite(one.ServiceMs) && one.ServiceMs >= 0;
}
