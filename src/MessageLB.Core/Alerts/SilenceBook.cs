namespace MessageLB.Core.Alerts;

/// <summary>The silences: those of the configuration, and those that people made since. Bounded. One thread at a time.</summary>
public sealed class SilenceBook
{
    /// <summary>Most silences that people may have made at a time.</summary>
    public const int Most = 100;

    private readonly List<Silence> _made = [];
    private IReadOnlyList<Silence> _configured = [];

    /// <summary>Those that hold, the configured ones first. Forgets those that are over.</summary>
    public IReadOnlyList<Silence> InForce(DateTimeOffset at)
    {
        _made.RemoveAll(silence => !silence.IsInForce(at));
        return [.. _configured.Where(silence => silence.IsInForce(at)), .. _made];
    }

    /// <summary>Replaces what the configuration says.</summary>
    public void Configure(IReadOnlyList<Silence> silences) => _configured = silences;

    /// <summary>Adds one; false if there are as many as may be.</summary>
    public bool Add(Silence silence, DateTimeOffset at)
    {
        _made.RemoveAll(known => !known.IsInForce(at));
        if (_made.Count >= Most) return false;
        _made.Add(silence);
        return true;
    }

    /// <summary>Takes one away that was added; false if there is none of that name.</summary>
    public bool Remove(string id) => _made.RemoveAll(silence => silence.Id == id) > 0;
}
