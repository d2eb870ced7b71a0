using System.Collections.Frozen;
using MessageLB.Core.Hashing;

namespace MessageLB.Core.Peers;

/// <summary>
/// The live dispatchers at one moment, this one included unless it stops, and who of them does what only one should do. Immutable.
/// </summary>
public sealed class PeersSnapshot
{
    private readonly Member[] _members;

    internal PeersSnapshot(IEnumerable<(string Id, IEnumerable<string> Groups)> members) =>
        _members = [.. members.OrderBy(m => m.Id, StringComparer.Ordinal).Select(m => new Member(m.Id, StableHash.Of(m.Id.AsSpan()), m.Groups.ToFrozenSet(StringComparer.Ordinal)))];

    /// <summary>Number of live dispatchers.</summary>
    public int Count => _members.Length;

    /// <summary>
    /// The dispatcher that does what only one should do about a destination: rendezvous hashing (Thaler and Ravishankar, "A Name-Based
    /// Mapping Scheme for Rendezvous", 1996) over those that serve the group. All with the same view agree without a word; when one goes,
    /// only what was its own gets another owner, and when one comes, it takes its part of everybody's. Null if nobody serves the group.
    /// </summary>
    /// <remarks>
    /// While views differ, for the time of a beat, two may take themselves for the owner, or for up to the lease of a dead one nobody does
    /// the work. So the work must bear being done twice and being done late.
    /// </remarks>
    /// <param name="group">Name of the group.</param>
    /// <param name="destination">Name of the destination.</param>
    public string? OwnerOf(string group, string destination)
    {
        var key = StableHash.Of(destination.AsSpan(), StableHash.Of(group.AsSpan()));
        string? owner = null;
        var highest = 0UL;
        foreach (var member in _members)
        {
            if (!member.Groups.Contains(group)) continue;
            var score = StableHash.Again(member.Hash, key);
            // Members are in order, so of equal scores everybody prefers the same.
            if (owner is not null && score <= highest) continue;
            (owner, highest) = (member.Id, score);
        }

        return owner;
    }

    /// <summary>How many live dispatchers serve a group.</summary>
    /// <param name="group">Name of the group.</param>
    public int Serving(string group)
    {
        var count = 0;
        foreach (var member in _members)
        {
            if (member.Groups.Contains(group)) count++;
        }

        return count;
    }

    private readonly record struct Member(string Id, ulong Hash, FrozenSet<string> Groups);
}
