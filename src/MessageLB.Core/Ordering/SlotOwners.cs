using System.Buffers.Binary;
using MessageLB.Core.Groups;
using MessageLB.Core.Hashing;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Ordering;

/// <summary>
/// Which destination each slot should belong to: shares by weight, and whoever joins or leaves moves as few slots as can be. As
/// <c>consistent_hash</c> does for keys: by weighted rendezvous, with many destinations by a ring. One thread.
/// </summary>
internal sealed class SlotOwners
{
    private readonly Rendezvous _rendezvous = new();
    private readonly HashRing _ring = new();
    private DestinationState?[] _bySlot = [];
    private bool _isRing;

    /// <summary>Whether anybody may own a slot.</summary>
    public bool HasAnybody { get; private set; }

    /// <summary>Another set of destinations, or other weights.</summary>
    public void Rebase(GroupSnapshot group)
    {
        _bySlot = group.BySlot();
        HasAnybody = group.Eligible.Length > 0;
        _isRing = group.Eligible.Length > ConsistentHashPolicy.LargestRendezvous;
        if (!HasAnybody) return;
        if (_isRing) _ring.Rebase(group);
        else _rendezvous.Rebase(group);
    }

    /// <summary>Whether it is one of them.</summary>
    public bool Contains(DestinationState destination) => destination.Slot < _bySlot.Length && ReferenceEquals(_bySlot[destination.Slot], destination);

    /// <summary>The owner that a slot should have; only while there is anybody.</summary>
    public DestinationState OwnerOf(int slot)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, slot);
        var key = StableHash.Of(bytes);
        return _isRing ? _bySlot[_ring.Find(key)]! : _rendezvous.Own(key);
    }
}
