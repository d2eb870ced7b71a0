using MessageLB.Simulation.Workloads;

namespace MessageLB.Simulation.Workers;

/// <summary>Room for the messages that are in the system, no more than ever were at once. Nothing is allocated per message.</summary>
internal sealed class MessagePool
{
    private SimulatedMessage[] _slots = new SimulatedMessage[256];
    private int _used;
    private int _free = -1;

    /// <summary>The message in a slot. The reference is good until the next <see cref="Add"/>.</summary>
    public ref SimulatedMessage this[int slot] => ref _slots[slot];

    /// <summary>A slot with a message that has just arrived.</summary>
    public int Add(int number, long now, MessageDraw draw)
    {
        var slot = _free;
        if (slot >= 0) _free = _slots[slot].Next;
        else slot = _used++;
        if (slot == _slots.Length) Array.Resize(ref _slots, _slots.Length * 2);
        ref var message = ref _slots[slot];
        message.ArrivedAt = now;
        message.Service = draw.Service;
        message.Number = number;
        message.Kind = draw.Kind;
        message.Key = draw.Key;
        return slot;
    }

    /// <summary>Gives the slot of a completed message back.</summary>
    public void Remove(int slot)
    {
        _slots[slot].Next = _free;
        _free = slot;
    }
}
