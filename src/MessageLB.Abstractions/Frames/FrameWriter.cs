using MessageLB.Transport;

namespace MessageLB.Frames;

/// <summary>
/// Writes messages into a frame, one after the other. Headers of ours that the first one has and later ones have too are written
/// once. Used again and again; not thread-safe.
/// </summary>
/// <param name="largest">Largest frame in bytes. <value>1 to <see cref="FrameFormat.LargestFrame"/>, the default; more counts as that.</value></param>
public sealed class FrameWriter(int largest = FrameFormat.LargestFrame)
{
    private readonly int _largest = Math.Min(largest, FrameFormat.LargestFrame);
    private readonly FrameBuffer _buffer = new();
    private readonly (string Name, string Value)[] _shared = new (string, string)[FrameFormat.MostShared];
    private int _sharedCount;

    /// <summary>Messages in the frame.</summary>
    public int Count { get; private set; }

    /// <summary>Size of the frame in bytes.</summary>
    public int Length => _buffer.Length;

    /// <summary>Adds a message, a copy of it, if it fits.</summary>
    /// <param name="properties">Properties and headers.</param>
    /// <param name="body">The body.</param>
    public FrameAdd TryAdd(MessageProperties properties, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(properties);
        // Only the broker knows when a message has expired, and it sees the frame.
        if (properties.Expiration is not null || properties.UserId is not null || body.Length > FrameFormat.LargestMessage) return FrameAdd.Unfit;
        if (Count == FrameFormat.MostMessages || Length + body.Length > _largest) return Refused;
        if (Count == 0) Begin(properties.Headers);
        var start = Length;
        _buffer.UInt32(0);
        if (!TryWrite(properties) || _buffer.Length - start + body.Length > FrameFormat.LargestMessage) return GiveUp(start, FrameAdd.Unfit);
        _buffer.Bytes(body);
        if (Length > _largest) return GiveUp(start, Refused);
        _buffer.UInt32At(start, (uint)(Length - start - sizeof(uint)));
        Count++;
        return FrameAdd.Added;
    }

    /// <summary>The frame; valid until the next call of another member.</summary>
    public ReadOnlyMemory<byte> Seal()
    {
        if (Count == 0) throw new InvalidOperationException("A frame has one message at least.");
        _buffer.UInt16At(6, (ushort)Count);
        return _buffer.Written;
    }

    /// <summary>Forgets the messages and gives the memory back.</summary>
    public void Clear()
    {
        _buffer.Release();
        Array.Clear(_shared, 0, _sharedCount);
        _sharedCount = 0;
        Count = 0;
    }

    // One that no empty frame has room for never gets any.
    private FrameAdd Refused => Count == 0 ? FrameAdd.Unfit : FrameAdd.Full;

    private FrameAdd GiveUp(int start, FrameAdd reason)
    {
        if (Count == 0) Clear();
        else _buffer.Truncate(start);
        return reason;
    }

    private void Begin(IDictionary<string, object?>? headers)
    {
        _buffer.UInt32(FrameFormat.Magic);
        _buffer.Byte(FrameFormat.Version);
        _buffer.Byte(0);
        _buffer.UInt16(0);
        var position = _buffer.Length;
        _buffer.Byte(0);
        if (headers is null) return;
        foreach (var (name, value) in headers)
        {
            if (_sharedCount == FrameFormat.MostShared) break;
            if (value is not string text || !name.StartsWith(HeaderNames.Prefix, StringComparison.Ordinal)) continue;
            var start = _buffer.Length;
            if (!_buffer.ShortText(name) || !_buffer.ShortText(text)) _buffer.Truncate(start);
            else _shared[_sharedCount++] = (name, text);
        }

        var end = _buffer.Length;
        _buffer.Truncate(position);
        _buffer.Byte((byte)_sharedCount);
        _buffer.Truncate(end);
    }

    private bool TryWrite(MessageProperties properties)
    {
        var position = _buffer.Length;
        _buffer.UInt16(0);
        var parts = FrameParts.None;
        if (!Text(properties.ContentType, FrameParts.ContentType, ref parts)) return false;
        if (!Text(properties.ContentEncoding, FrameParts.ContentEncoding, ref parts)) return false;
        if (properties.Persistent) parts |= FrameParts.Persistent;
        if (properties.Priority is { } priority)
        {
            parts |= FrameParts.Priority;
            _buffer.Byte(priority);
        }

        if (!Text(properties.CorrelationId, FrameParts.CorrelationId, ref parts)) return false;
        if (!Text(properties.ReplyTo, FrameParts.ReplyTo, ref parts)) return false;
        if (!Text(properties.MessageId, FrameParts.MessageId, ref parts)) return false;
        if (properties.Timestamp is { } timestamp)
        {
            parts |= FrameParts.Timestamp;
            _buffer.Int64(timestamp);
        }

        if (!Text(properties.Type, FrameParts.Type, ref parts)) return false;
        if (!Text(properties.AppId, FrameParts.AppId, ref parts)) return false;
        if (properties.Headers is { Count: > 0 } headers)
        {
            parts |= FrameParts.Headers;
            if (!TryWriteHeaders(headers)) return false;
        }

        _buffer.UInt16At(position, (ushort)parts);
        return true;
    }

    private bool Text(string? value, FrameParts part, ref FrameParts parts)
    {
        if (value is null) return true;
        parts |= part;
        return _buffer.ShortText(value);
    }

    private bool TryWriteHeaders(IDictionary<string, object?> headers)
    {
        var position = _buffer.Length;
        _buffer.UInt32(0);
        var (shared, own) = (0, 0);
        // The interface's enumerator would be an object for every message.
        if (headers is Dictionary<string, object?> known)
        {
            foreach (var (name, value) in known)
            {
                if (!TryWriteHeader(name, value, ref shared, ref own)) return false;
            }
        }
        else
        {
            foreach (var (name, value) in headers)
            {
                if (!TryWriteHeader(name, value, ref shared, ref own)) return false;
            }
        }

        _buffer.UInt16At(position, (ushort)shared);
        _buffer.UInt16At(position + sizeof(ushort), (ushort)own);
        return true;
    }

    private bool TryWriteHeader(string name, object? value, ref int shared, ref int own)
    {
        if (value is string text && Find(name, text) is var index and >= 0)
        {
            shared |= 1 << index;
            return true;
        }

        return ++own <= ushort.MaxValue && _buffer.ShortText(name) && FrameValues.TryWrite(_buffer, value);
    }

    private int Find(string name, string value)
    {
        for (var i = 0; i < _sharedCount; i++)
        {
            ref var known = ref _shared[i];
            if (string.Equals(known.Name, name, StringComparison.Ordinal)) return string.Equals(known.Value, value, StringComparison.Ordinal) ? i : -1;
        }

        return -1;
    }
}
