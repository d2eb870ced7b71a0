namespace MessageLB.Core.Alerts;

/// <summary>When destinations went down lately: the last few times of each that is there. One thread.</summary>
internal sealed class FlapMemory
{
    /// <summary>Times within <see cref="Window"/> from which on a destination comes and goes; no more are remembered.</summary>
    public const int Most = 3;

    /// <summary>How long a time counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string Group, string Destination), Known> _known = [];

    /// <summary>Takes in a look.</summary>
    public void Look(IReadOnlyList<GroupFacts> groups, TimeSpan now)
    {
        var there = new HashSet<(string, string)>();
        foreach (var group in groups)
        {
            foreach (var destination in group.Destinations)
            {
                var key = (group.Name, destination.Name);
                there.Add(key);
                if (_known.TryGetValue(key, out var known)) known.Count(destination.Downs, now);
                else _known.Add(key, new Known(destination.Downs));
            }
        }

        foreach (var gone in _known.Keys.Where(key => !there.Contains(key)).ToList()) _known.Remove(gone);
    }

    /// <summary>How often it went down in the window before the last look, at most <see cref="Most"/>.</summary>
    public int Downs(string group, string destination) => _known.TryGetValue((group, destination), out var known) ? known.Times.Count : 0;

    // What happened before the first look is not lately.
    private sealed class Known(long downs)
    {
        private long _downs = downs;

        public Queue<TimeSpan> Times { get; } = [];

        public void Count(long downs, TimeSpan now)
        {
            for (var more = Math.Min(downs - _downs, Most); more > 0; more--)
            {
                if (Times.Count == Most) Times.Dequeue();
                Times.Enqueue(now);
            }

            _downs = downs;
            while (Times.TryPeek(out var oldest) && now - oldest >= Window) Times.Dequeue();
        }
    }
}
