using System.Buffers.Binary;
using MessageLB.Transport;

namespace MessageLB.Frames;

/// <summary>
/// Reads the messages of a frame, one after the other. Believes nothing: whatever is cut off, too long or unknown is a fault, after
/// which no more is read. Used again and again; not thread-safe.
/// </summary>
public sealed class FrameReader
{
    private readonly (string Name, string Value)[] _shared = new (string, string)[FrameFormat.MostShared];
    private readonly Dictionary<string, object?> _headers = new(StringComparer.Ordinal);
    private ReadOnlyMemory<byte> _left;
    private int _sharedCount;

    /// <summary>Messages that are still to be read.</summary>
    public int Left { get; private set; }

    /// <summary>Begins with a frame; false if it is none.</summary>
    /// <param name="frame">The frame; must stay as it is while its messages are read.</param>
    public bool TryOpen(ReadOnlyMemory<byte> frame)
    {
        (Left, _sharedCount, _left) = (0, 0, default);
        if (!FrameFormat.HasPrefix(frame.Span)) return false;
        var span = new FrameSpan(frame.Span[6..]);
        if (!span.UInt16(out var count) || count is 0 or > FrameFormat.MostMessages) return false;
        if (!span.Byte(out var shared) || shared > FrameFormat.MostShared) return false;
        for (; _sharedCount < shared; _sharedCount++)
        {
            if (!span.ShortText(out var name) || !span.ShortText(out var value)) return false;
            _shared[_sharedCount] = (name, value);
        }

        _left = frame[^span.Left.Length..];
        Left = count;
        return true;
    }

    /// <summary>Reads the next message; false if it, and with it the rest of the frame, cannot be read.</summary>
    /// <param name="properties">Gets its properties and headers, in memory that the next read uses again.</param>
    /// <param name="body">Its body, in the memory of the frame.</param>
    public bool TryRead(MessageProperties properties, out ReadOnlyMemory<byte> body)
    {
        ArgumentNullException.ThrowIfNull(properties);
        body = default;
        if (Left == 0 || _left.Length < sizeof(uint)) return false;
        var size = BinaryPrimitives.ReadUInt32BigEndian(_left.Span);
        if (size > _left.Length - sizeof(uint)) return false;
        var record = _left.Slice(sizeof(uint), (int)size);
        var span = new FrameSpan(record.Span);
        properties.Clear();
        if (!TryRead(ref span, properties)) return false;
        body = record[^span.Left.Length..];
        _left = _left[(sizeof(uint) + (int)size)..];
        Left--;
        return Left > 0 || _left.IsEmpty;
    }

    private bool TryRead(ref FrameSpan from, MessageProperties properties)
    {
        if (!from.UInt16(out var written) || (written & ~(ushort)FrameParts.All) != 0) return false;
        var parts = (FrameParts)written;
        var (number, time) = ((byte)0, 0L);
        if (!Text(ref from, parts, FrameParts.ContentType, out var contentType)) return false;
        if (!Text(ref from, parts, FrameParts.ContentEncoding, out var contentEncoding)) return false;
        if (parts.HasFlag(FrameParts.Priority) && !from.Byte(out number)) return false;
        if (!Text(ref from, parts, FrameParts.CorrelationId, out var correlationId)) return false;
        if (!Text(ref from, parts, FrameParts.ReplyTo, out var replyTo)) return false;
        if (!Text(ref from, parts, FrameParts.MessageId, out var messageId)) return false;
        if (parts.HasFlag(FrameParts.Timestamp) && !from.Int64(out time)) return false;
        if (!Text(ref from, parts, FrameParts.Type, out var type)) return false;
        if (!Text(ref from, parts, FrameParts.AppId, out var appId)) return false;
        (properties.ContentType, properties.ContentEncoding, properties.Persistent) = (contentType, contentEncoding, parts.HasFlag(FrameParts.Persistent));
        properties.Priority = parts.HasFlag(FrameParts.Priority) ? number : null;
        (properties.CorrelationId, properties.ReplyTo, properties.MessageId) = (correlationId, replyTo, messageId);
        properties.Timestamp = parts.HasFlag(FrameParts.Timestamp) ? time : null;
        (properties.Type, properties.AppId) = (type, appId);
        if (!parts.HasFlag(FrameParts.Headers)) return true;
        properties.Headers = _headers;
        return TryReadHeaders(ref from);
    }

    private static bool Text(ref FrameSpan from, FrameParts parts, FrameParts part, out string? value)
    {
        value = null;
        return !parts.HasFlag(part) || from.ShortText(out value);
    }

    private bool TryReadHeaders(ref FrameSpan from)
    {
        _headers.Clear();
        if (!from.UInt16(out var shared) || shared >> _sharedCount != 0 || !from.UInt16(out var own)) return false;
        for (var i = 0; i < _sharedCount; i++)
        {
            if ((shared & (1 << i)) != 0) _headers[_shared[i].Name] = _shared[i].Value;
        }

        for (; own > 0; own--)
        {
            if (!from.ShortText(out var name) || !FrameValues.TryRead(ref from, out var value)) return false;
            _headers[name] = value;
        }

        return true;
    }
}
