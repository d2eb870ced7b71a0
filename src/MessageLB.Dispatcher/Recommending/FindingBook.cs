using MessageLB.Core.Recommendations;

namespace MessageLB.Dispatcher.Recommending;

/// <summary>
/// Which findings are known, so that each is told once when it begins and once when it is over. Figures move: one that was not seen for some looks is
/// over, not before. One thread.
/// </summary>
internal sealed class FindingBook
{
    /// <summary>Looks in a row without a finding after which it is over.</summary>
    public const int LooksUntilOver = 5;

    private readonly Dictionary<(string Group, FindingKind Kind, string? Destination), (Finding Finding, int Missed)> _known = [];

    /// <summary>Takes in what a look showed.</summary>
    /// <param name="seen">All that was seen, with the groups.</param>
    /// <returns>What is new, and what is over.</returns>
    public (IReadOnlyList<(string Group, Finding Finding)> Begun, IReadOnlyList<(string Group, Finding Finding)> Over) Look(IEnumerable<(string Group, Finding Finding)> seen)
    {
        var (begun, over) = (new List<(string, Finding)>(), new List<(string, Finding)>());
        foreach (var key in _known.Keys.ToList()) _known[key] = _known[key] with { Missed = _known[key].Missed + 1 };
        foreach (var (group, finding) in seen)
        {
            var key = (group, finding.Kind, finding.Destination);
            if (!_known.ContainsKey(key)) begun.Add((group, finding));
            _known[key] = (finding, 0);
        }

        foreach (var (key, entry) in _known.Where(pair => pair.Value.Missed >= LooksUntilOver).ToList())
        {
            _known.Remove(key);
            over.Add((key.Group, entry.Finding));
        }

        return (begun, over);
    }

    /// <summary>How many are known of a group.</summary>
    public int CountOf(string group) => _known.Keys.Count(key => key.Group == group);
}
