using System.Globalization;

namespace MessageLB.Core.Envelopes;

/// <summary>Message ids for publishers that set none: unique, short, and telling where they were given. One thread.</summary>
internal sealed class IdSequence
{
    private static int _made;

    private readonly string _prefix;
    private long _last;

    /// <param name="dispatcher">Identifier of this process, unique for every start of it.</param>
    public IdSequence(string dispatcher) =>
        _prefix = string.Create(CultureInfo.InvariantCulture, $"{dispatcher}-{Interlocked.Increment(ref _made)}-");

    public string Next() => string.Create(CultureInfo.InvariantCulture, $"{_prefix}{++_last}");
}
