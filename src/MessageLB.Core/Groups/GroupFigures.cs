using MessageLB.Core.Kinds;

namespace MessageLB.Core.Groups;

/// <summary>What a group knows of its destinations together, for the figures that each of them is given. One thread.</summary>
/// <param name="kinds">Kinds of message in the group.</param>
internal sealed class GroupFigures(KindTable kinds)
{
    /// <summary>Time from a hand-over to its confirm in seconds.</summary>
    public double HandOverSeconds { get; set; }

    /// <summary>Dispatchers that hand over to the group's destinations, this one included.</summary>
    public int Dispatchers { get; set; } = 1;

    /// <summary>Busy part of the group.</summary>
    public GroupLoad Load { get; } = new();

    /// <summary>Service time of those who have no measurement of their own.</summary>
    public PeerServiceTime Peers { get; } = new();

    /// <summary>The same by kind of message.</summary>
    public PeerKindTimes Kinds { get; } = new(kinds);
}
