using System.Diagnostics.CodeAnalysis;
using MessageLB.Core.Kinds;

namespace MessageLB.Core.Groups;

/// <summary>The destinations that picks may choose from; immutable, replaced as a whole.</summary>
public sealed class GroupSnapshot
{
    internal GroupSnapshot(long version, DestinationState[] eligible, DestinationState[] reserve, KindTable? kinds = null)
    {
        Version = version;
        Kinds = kinds ?? new KindTable();
        Eligible = eligible;
        Reserve = reserve;
        Slots = eligible.Length == 0 ? 0 : eligible[^1].Slot + 1;
    }

    /// <summary>Nobody.</summary>
    public static GroupSnapshot Empty { get; } = new(0, [], []);

    /// <summary>Grows with every snapshot of the group.</summary>
    public long Version { get; }

    /// <summary>The group's kinds of message; the same in all its snapshots.</summary>
    internal KindTable Kinds { get; }

    /// <summary>One more than the largest slot, for arrays of state per destination.</summary>
    public int Slots { get; }

    /// <summary>Destinations that may get messages, in the order of their slots. Never mutated.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "Read once per pick as a span; never mutated after publication.")]
    public DestinationState[] Eligible { get; }

    /// <summary>Destinations that get only what none of <see cref="Eligible"/> has credit for, in the order of their slots. Never mutated.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "Read once per pick as a span; never mutated after publication.")]
    public DestinationState[] Reserve { get; }

    /// <summary>Whether anybody may get messages.</summary>
    public bool HasAnybody => Eligible.Length > 0 || Reserve.Length > 0;

    /// <summary>A new array of the destinations at the indexes of their slots.</summary>
    internal DestinationState?[] BySlot()
    {
        var bySlot = new DestinationState?[Slots];
        foreach (var destination in Eligible) bySlot[destination.Slot] = destination;
        return bySlot;
    }
}
