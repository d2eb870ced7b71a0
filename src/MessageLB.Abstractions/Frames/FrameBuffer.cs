using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MessageLB.Frames;

/// <summary>Bytes of a frame while it is written, in rented memory that grows. Big-endian, as AMQP. Not thread-safe.</summary>
internal sealed class FrameBuffer
{
    private const int FirstSize = 4096;

    private byte[] _bytes = [];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Forgets what was written after <paramref name="length"/>.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    public void Byte(byte value) => Take(1)[0] = value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(8), value);

    public void UInt16At(int position, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(position), value);

    public void UInt32At(int position, uint value) => BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(position), value);

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>Text of at most 255 bytes after its length in one byte; false, and nothing useful written, if it is longer.</summary>
    public bool ShortText(string value)
    {
        if (value.Length > byte.MaxValue) return false;
        var start = Length;
        var size = Encoding.UTF8.GetBytes(value, Reserve(1 + (value.Length * 3))[1..]);
        if (size > byte.MaxValue) return false;
        _bytes[start] = (byte)size;
        Length = start + 1 + size;
        return true;
    }

    /// <summary>Text after its length in four bytes.</summary>
    public void LongText(string value)
    {
        var start = Length;
        var size = Encoding.UTF8.GetBytes(value, Reserve(4 + (value.Length * 3))[4..]);
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(start), (uint)size);
        Length = start + 4 + size;
    }

    private Span<byte> Take(int size)
    {
        var taken = Reserve(size)[..size];
        Length += size;
        return taken;
    }

    private Span<byte> Reserve(int size)
    {
        if (_bytes.Length - Length < size) Grow(size);
        return _bytes.AsSpan(Length);
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(FirstSize, _bytes.Length * 2), Length + size));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
