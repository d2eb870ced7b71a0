using System.Buffers.Binary;

namespace MessageLB.Frames;

/// <summary>
/// Values of headers in frames: a letter, as in AMQP's field tables, and the value. Text is UTF-8 bytes when it is read, as from
/// RabbitMQ. Tables, lists and what is rarer still are not for frames.
/// </summary>
internal static class FrameValues
{
    /// <summary>Writes a value; false if its type is not for frames.</summary>
    public static bool TryWrite(FrameBuffer buffer, object? value)
    {
        switch (value)
        {
            case null:
                buffer.Byte((byte)'V');
                return true;
            case string text:
                buffer.Byte((byte)'S');
                buffer.LongText(text);
                return true;
            case byte[] text:
                Write(buffer, 'S', text);
                return true;
            case ReadOnlyMemory<byte> binary:
                Write(buffer, 'x', binary.Span);
                return true;
            case bool flag:
                buffer.Byte((byte)'t');
                buffer.Byte(flag ? (byte)1 : (byte)0);
                return true;
            case int number:
                buffer.Byte((byte)'I');
                buffer.UInt32((uint)number);
                return true;
            case long number:
                buffer.Byte((byte)'l');
                buffer.Int64(number);
                return true;
            case double number:
                buffer.Byte((byte)'d');
                buffer.Int64(BitConverter.DoubleToInt64Bits(number));
                return true;
            case DateTimeOffset time:
                buffer.Byte((byte)'T');
                buffer.Int64(time.ToUnixTimeSeconds());
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads a value; false if it is cut off or of no type that is known.</summary>
    public static bool TryRead(ref FrameSpan from, out object? value)
    {
        value = null;
        if (!from.Byte(out var letter)) return false;
        switch ((char)letter)
        {
            case 'V':
                return true;
            case 'S' when from.Long(out var text):
                value = text.ToArray();
                return true;
            case 'x' when from.Long(out var binary):
                value = new ReadOnlyMemory<byte>(binary.ToArray());
                return true;
            case 't' when from.Byte(out var flag) && flag <= 1:
                value = flag == 1;
                return true;
            case 'I' when from.Take(sizeof(int), out var bytes):
                value = BinaryPrimitives.ReadInt32BigEndian(bytes);
                return true;
            case 'l' when from.Int64(out var number):
                value = number;
                return true;
            case 'd' when from.Int64(out var bits):
                value = BitConverter.Int64BitsToDouble(bits);
                return true;
            case 'T' when from.Int64(out var seconds) && IsTime(seconds):
                value = DateTimeOffset.FromUnixTimeSeconds(seconds);
                return true;
            default:
                return false;
        }
    }

    private static bool IsTime(long seconds) =>
        seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private static void Write(FrameBuffer buffer, char letter, ReadOnlySpan<byte> bytes)
    {
        buffer.Byte((byte)letter);
        buffer.UInt32((uint)bytes.Length);
        buffer.Bytes(bytes);
    }
}
