using System.Buffers.Binary;
using System.Text;

namespace MessageLB.Frames;

/// <summary>Bytes of a frame while they are read; whatever would go beyond the end is refused.</summary>
internal ref struct FrameSpan(ReadOnlySpan<byte> bytes)
{
    /// <summary>What has not been read.</summary>
    public ReadOnlySpan<byte> Left { get; private set; } = bytes;

    public bool Take(int size, out ReadOnlySpan<byte> taken)
    {
        if ((uint)size > (uint)Left.Length)
        {
            taken = default;
            return false;
        }

        taken = Left[..size];
        Left = Left[size..];
        return true;
    }

    public bool Byte(out byte value)
    {
        var there = Take(1, out var taken);
        value = there ? taken[0] : default;
        return there;
    }

    public bool UInt16(out ushort value)
    {
        var there = Take(sizeof(ushort), out var taken);
        value = there ? BinaryPrimitives.ReadUInt16BigEndian(taken) : default;
        return there;
    }

    public bool UInt32(out uint value)
    {
        var there = Take(sizeof(uint), out var taken);
        value = there ? BinaryPrimitives.ReadUInt32BigEndian(taken) : default;
        return there;
    }

    public bool Int64(out long value)
    {
        var there = Take(sizeof(long), out var taken);
        value = there ? BinaryPrimitives.ReadInt64BigEndian(taken) : default;
        return there;
    }

    /// <summary>Text after its length in one byte.</summary>
    public bool ShortText(out string value)
    {
        var there = Byte(out var size) & Take(size, out var taken);
        value = there ? Encoding.UTF8.GetString(taken) : string.Empty;
        return there;
    }

    /// <summary>Bytes after their number in four bytes.</summary>
    public bool Long(out ReadOnlySpan<byte> value)
    {
        value = default;
        return UInt32(out var size) && size <= int.MaxValue && Take((int)size, out value);
    }
}
