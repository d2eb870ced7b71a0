namespace MessageLB.Simulation;

/// <summary>Workers that a scenario made of one entry, such as <c>fast-1</c> to <c>fast-10</c>, and what they got together.</summary>
/// <param name="Name">Their name without the number, with how many they are.</param>
/// <param name="Share">Part of the messages.</param>
public sealed record ShareGroup(string Name, double Share)
{
    /// <summary>Groups of the workers in the order of the scenario; single workers stand for themselves.</summary>
    public static IReadOnlyList<ShareGroup> Of(IReadOnlyList<DestinationResult> destinations)
    {
        ArgumentNullException.ThrowIfNull(destinations);
        return [.. destinations.GroupBy(destination => Stem(destination.Name), StringComparer.Ordinal).Select(group => Of(group.Key, [.. group]))];
    }

    private static ShareGroup Of(string stem, List<DestinationResult> workers) => new(
        workers.Count == 1 ? workers[0].Name : $"{stem} ({ReportText.Count(workers.Count)})",
        workers.Sum(worker => worker.Share.Value));

    private static string Stem(string name)
    {
        var dash = name.LastIndexOf('-');
        return dash > 0 && dash < name.Length - 1 && name.AsSpan(dash + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? name[..dash] : name;
    }
}
