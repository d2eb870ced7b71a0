namespace MessageLB.Core.Peers;

/// <summary>
/// The last word of people on each destination, whichever dispatcher was told: the newest counts. A word is later than every one that its
/// dispatcher knew of the same destination, whatever the clocks say, so that somebody who takes back what he sees is always heard. Pure; one
/// thread.
/// </summary>
/// <remarks>
/// Words that bring a destination back are kept as well: without them a dispatcher that was cut off would bring an older word with it.
/// </remarks>
/// <param name="self">Name of this dispatcher.</param>
public sealed class WantedBook(string self)
{
    /// <summary>Most destinations that words are kept of.</summary>
    public const int MaxWords = 10_000;

    private readonly Dictionary<(string Group, string Destination), WantedState> _words = [];

    /// <summary>Every word that counts.</summary>
    public IReadOnlyCollection<WantedState> Words => _words.Values;

    /// <summary>Takes in what this dispatcher was told. Returns the word.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="destination">Name of the destination.</param>
    /// <param name="state">What is wanted.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="now">Wall clock.</param>
    public WantedState Say(string group, string destination, string state, string by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(by);
        var known = _words.GetValueOrDefault((group, destination));
        var at = Math.Max(now.ToUnixTimeMilliseconds(), known is null ? 0 : known.AtMs + 1);
        var word = new WantedState(group, destination, state, by.Length > WantedState.LongestBy ? by[..WantedState.LongestBy] : by, at, self);
        if (known is not null || _words.Count < MaxWords) _words[(group, destination)] = word;
        return word;
    }

    /// <summary>Takes in what another dispatcher says; false if it is no news.</summary>
    public bool Hear(WantedState word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var known = _words.GetValueOrDefault((word.Group, word.Destination));
        if (known is null ? _words.Count >= MaxWords : !word.IsNewerThan(known)) return false;
        _words[(word.Group, word.Destination)] = word;
        return true;
    }

    /// <summary>The word that counts for a destination; null without any.</summary>
    public WantedState? Find(string group, string destination) => _words.GetValueOrDefault((group, destination));
}
