using System.Buffers.Binary;
using System.Text;
using MessageLB.Frames;
using MessageLB.Transport;

namespace MessageLB.Core.Tests.Frames;

/// <summary>A frame written word by word as docs/protocol.md describes it, with a list of bytes and no thought of speed.</summary>
internal sealed class NaiveFrame
{
    private static readonly byte[] Impossible = [0];

    private readonly List<byte> _records = [];
    private List<(string Name, string Value)> _shared = [];

    public int Count { get; private set; }

    public byte[] Bytes => [.. "MLBF"u8, 1, 0, .. Big16(Count), (byte)_shared.Count, .. _shared.SelectMany(s => (byte[])[.. Short(s.Name)!, .. Short(s.Value)!]), .. _records];

    /// <summary>What is to become of a message. One that is unfit and finds no room either may be either.</summary>
    public (FrameAdd Added, bool MayBeFull) TryAdd(MessageProperties properties, byte[] body)
    {
        var before = _shared;
        if (Count == 0) _shared = SharedOf(properties);
        var size = Bytes.Length;
        var record = RecordOf(properties, body);
        var unfit = record is null || record.Length > FrameFormat.LargestMessage;
        var full = Count > 0 && (Count == FrameFormat.MostMessages || size + (record ?? body).Length > FrameFormat.LargestFrame);
        if (unfit || full)
        {
            _shared = before;
        }
        else
        {
            _records.AddRange(record!);
            Count++;
        }

        return (unfit ? FrameAdd.Unfit : full ? FrameAdd.Full : FrameAdd.Added, full);
    }

    private static List<(string, string)> SharedOf(MessageProperties properties) =>
        [.. (properties.Headers ?? new Dictionary<string, object?>())
            .Where(h => h.Key.StartsWith("messagelb-", StringComparison.Ordinal) && h.Value is string && Short(h.Key) is not null && Short((string)h.Value) is not null)
            .Take(16).Select(h => (h.Key, (string)h.Value!))];

    private byte[]? RecordOf(MessageProperties properties, byte[] body)
    {
        if (properties.Expiration is not null || properties.UserId is not null) return null;
        var parts = 0;
        var bytes = new List<byte>();
        byte[]?[] values =
        [
            Optional(properties.ContentType), Optional(properties.ContentEncoding), properties.Persistent ? [] : null,
            properties.Priority is { } priority ? [priority] : null, Optional(properties.CorrelationId), Optional(properties.ReplyTo),
            Optional(properties.MessageId), properties.Timestamp is { } time ? Big64(time) : null, Optional(properties.Type),
            Optional(properties.AppId), properties.Headers is { Count: > 0 } headers ? HeadersOf(headers) : null,
        ];
        for (var part = 0; part < values.Length; part++)
        {
            if (values[part] is not { } value) continue;
            if (ReferenceEquals(value, Impossible)) return null;
            parts |= 1 << part;
            bytes.AddRange(value);
        }

        byte[] record = [.. Big16(parts), .. bytes, .. body];
        return [.. Big32(record.Length), .. record];
    }

    private byte[] HeadersOf(IDictionary<string, object?> headers)
    {
        var (bits, count, own) = (0, 0, new List<byte>());
        foreach (var (name, value) in headers)
        {
            var index = _shared.FindIndex(s => s.Name == name && value is string text && s.Value == text);
            if (index >= 0)
            {
                bits |= 1 << index;
                continue;
            }

            if (Short(name) is not { } written || ValueOf(value) is not { } bytes) return Impossible;
            count++;
            own.AddRange([.. written, .. bytes]);
        }

        return [.. Big16(bits), .. Big16(count), .. own];
    }

    private static byte[]? ValueOf(object? value) => value switch
    {
        null => "V"u8.ToArray(),
        string text => [(byte)'S', .. Big32(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)],
        byte[] text => [(byte)'S', .. Big32(text.Length), .. text],
        ReadOnlyMemory<byte> binary => [(byte)'x', .. Big32(binary.Length), .. binary.Span],
        bool flag => [(byte)'t', flag ? (byte)1 : (byte)0],
        int number => [(byte)'I', .. Big32(number)],
        long number => [(byte)'l', .. Big64(number)],
        double number => [(byte)'d', .. Big64(BitConverter.DoubleToInt64Bits(number))],
        DateTimeOffset time => [(byte)'T', .. Big64(time.ToUnixTimeSeconds())],
        _ => null,
    };

    private static byte[]? Optional(string? value) => value is null ? null : Short(value) ?? Impossible;

    private static byte[]? Short(string value) => Encoding.UTF8.GetBytes(value) is { Length: <= 255 } bytes ? [(byte)bytes.Length, .. bytes] : null;

    private static byte[] Big16(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] Big32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Big64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
