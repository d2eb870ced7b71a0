namespace MessageLB.Core.Kinds;

/// <summary>
/// The kinds of message that a group tells apart, by number: those that its workers reported first. Number 0 is every other message,
/// with or without a type. Kinds are never forgotten, so numbers stay good. One writer, the group's updater; reading is thread-safe.
/// </summary>
internal sealed class KindTable
{
    private volatile string[] _names = [KindNames.Other];
    private volatile bool _othersReported;

    /// <summary>Numbers given so far, 0 included. <value>1 to <see cref="KindNames.Most"/>.</value></summary>
    public int Count => _names.Length;

    /// <summary>Whether workers reported two kinds or more; with one, counting messages is as good, and cheaper.</summary>
    public bool IsMixed => _names.Length + (_othersReported ? 1 : 0) > 2;

    /// <summary>Name of a kind.</summary>
    public string this[int kind] => _names[kind];

    /// <summary>Number of a message's kind; 0 while the group is not mixed.</summary>
    public int IndexOf(string? type)
    {
        var names = _names;
        if (string.IsNullOrEmpty(type) || !IsMixed) return 0;
        for (var i = 1; i < names.Length; i++)
        {
            if (string.Equals(names[i], type)) return i;
        }

        return 0;
    }

    /// <summary>Number of a kind that a worker reported, a new one if there is room; else 0.</summary>
    public int Learn(string name)
    {
        var names = _names;
        for (var i = 1; i < names.Length; i++)
        {
            if (string.Equals(names[i], name)) return i;
        }

        if (name.Length == 0 || names.Length == KindNames.Most)
        {
            _othersReported = true;
            return 0;
        }

        _names = [.. names, name];
        return names.Length;
    }
}
