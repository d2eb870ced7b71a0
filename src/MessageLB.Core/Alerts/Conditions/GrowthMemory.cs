namespace MessageLB.Core.Alerts;

/// <summary>By how much the dead letters of each group grew over the last minutes, in steps of ten seconds. One thread.</summary>
internal sealed class GrowthMemory
{
    /// <summary>How far it looks back.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Takes in a look.</summary>
    public void Look(IReadOnlyList<GroupFacts> groups, TimeSpan now)
    {
        foreach (var group in groups)
        {
            // Fewer than before: the group is another one.
            if (!_known.TryGetValue(group.Name, out var known) || group.DeadLetters < known.Latest) _known[group.Name] = known = new Known(group.DeadLetters, now);
            known.Count(group.DeadLetters, now);
        }

        foreach (var gone in _known.Keys.Except(groups.Select(group => group.Name)).ToList()) _known.Remove(gone);
    }

    /// <summary>By how much, as of the last look; what was there at the first one does not count.</summary>
    public long Grown(string group) => _known.TryGetValue(group, out var known) ? known.Grown : 0;

    private sealed class Known(long first, TimeSpan since)
    {
        // Newest last; one for each step of the window, and the one before it.
        private readonly Queue<(TimeSpan At, long Count)> _steps = new([(since, first)]);
        private TimeSpan _noted = since;

        public long Latest { get; private set; } = first;

        public long Grown => Latest - _steps.Peek().Count;

        public void Count(long count, TimeSpan now)
        {
            while (_steps.Count > 1 && now - _steps.ElementAt(1).At >= Window) _steps.Dequeue();
            Latest = count;
            if (now - _noted < Step) return;
            _steps.Enqueue((now, count));
            _noted = now;
        }
    }
}
