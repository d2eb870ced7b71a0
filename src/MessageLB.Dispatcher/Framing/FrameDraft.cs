using MessageLB.Frames;

namespace MessageLB.Dispatcher.Framing;

/// <summary>Messages that travel as one: written while the frame is open, remembered by their correlations until it has its outcome.</summary>
/// <param name="id">Its place among the drafts, which its publish is correlated by.</param>
/// <param name="largest">Largest frame in bytes.</param>
internal sealed class FrameDraft(int id, int largest)
{
    private readonly FrameWriter _writer = new(largest);
    private ulong[] _correlations = new ulong[16];

    /// <summary>Its place among the drafts.</summary>
    public int Id { get; } = id;

    /// <summary>Where it goes.</summary>
    public FrameLane Lane { get; set; } = null!;

    /// <summary>Timestamp of its first message.</summary>
    public long OpenedAt { get; set; }

    /// <summary>Whether one of its messages is to survive a restart of the broker.</summary>
    public bool IsPersistent { get; private set; }

    /// <summary>Messages in it.</summary>
    public int Count { get; private set; }

    /// <summary>The publishes that it stands for.</summary>
    public ReadOnlySpan<ulong> Correlations => _correlations.AsSpan(0, Count);

    /// <summary>Adds a message, if it fits.</summary>
    public FrameAdd TryAdd(Transport.MessageProperties properties, ReadOnlySpan<byte> body, ulong correlation)
    {
        var added = _writer.TryAdd(properties, body);
        if (added != FrameAdd.Added) return added;
        if (Count == _correlations.Length) Array.Resize(ref _correlations, Count * 2);
        _correlations[Count++] = correlation;
        IsPersistent |= properties.Persistent;
        return added;
    }

    /// <summary>The frame; valid until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Seal() => _writer.Seal();

    /// <summary>Makes it as new.</summary>
    public void Clear()
    {
        _writer.Clear();
        Lane = null!;
        Count = 0;
        IsPersistent = false;
    }
}
