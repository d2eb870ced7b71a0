using MessageLB.Core.Performance;

namespace MessageLB.Core.Alerts;

/// <summary>
/// How long destinations and groups were away before they were ready for the first time, which is nobody's fault: a dispatcher that starts hears of its workers a
/// while later, and those that are started with it need longer still. One thread.
/// </summary>
internal sealed class AvailabilityMemory
{
    private readonly Dictionary<(string Group, string Destination), (TimeSpan Forgiven, TimeSpan Until)> _known = [];
    private readonly HashSet<(string Group, string Destination)> _seen = [];

    /// <summary>A look begins.</summary>
    public void Begin() => _seen.Clear();

    /// <summary>It is over: what was not asked about in it is not there any more.</summary>
    public void End()
    {
        foreach (var gone in _known.Keys.Where(key => !_seen.Contains(key)).ToList()) _known.Remove(gone);
    }

    /// <summary>How long it was away in a window, but for what came before it was first ready; null if it never was.</summary>
    /// <param name="group">Group.</param>
    /// <param name="destination">Destination; empty for the group.</param>
    /// <param name="window">Its window.</param>
    /// <param name="now">Time.</param>
    public TimeSpan? Away(string group, string destination, WindowPerformance window, TimeSpan now)
    {
        var (key, figures) = ((group, destination), window.Figures);
        var away = figures.Over * (1 - (figures.Availability ?? 1));
        _seen.Add(key);
        if (!_known.TryGetValue(key, out var known))
        {
            if (figures.Counted.ReadySeconds <= 0) return null;
            // A window later it has slid out.
            _known.Add(key, known = (away, now + window.Window));
        }

        return now < known.Until ? away - known.Forgiven : away;
    }
}
