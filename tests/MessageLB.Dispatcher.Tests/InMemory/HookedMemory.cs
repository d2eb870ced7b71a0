using System.Buffers;

namespace MessageLB.Dispatcher.Tests.InMemory;

/// <summary>A body that does something when it is read: a way into the middle of a publish.</summary>
internal sealed class HookedMemory(byte[] bytes, Action onRead) : MemoryManager<byte>
{
    public override Memory<byte> Memory => CreateMemory(bytes.Length);

    public override Span<byte> GetSpan()
    {
        onRead();
        return bytes;
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
