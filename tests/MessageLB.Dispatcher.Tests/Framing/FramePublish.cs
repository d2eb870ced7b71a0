using MessageLB.Frames;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Framing;

/// <summary>A copy of a publish.</summary>
internal sealed record FramePublish(string Queue, MessageProperties Properties, byte[] Body, ulong Correlation)
{
    public bool IsFrame => FrameFormat.IsFrame(Properties);

    /// <summary>Ids of its messages, whether it is a frame or one of them alone.</summary>
    public IReadOnlyList<string> Ids => IsFrame ? [.. Read()] : [Properties.MessageId!];

    private IEnumerable<string> Read()
    {
        var (reader, properties) = (new FrameReader(), new MessageProperties());
        if (!reader.TryOpen(Body)) throw new InvalidOperationException("It is no frame.");
        var count = reader.Left;
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryRead(properties, out _)) throw new InvalidOperationException($"Message {i} cannot be read.");
            yield return properties.MessageId!;
        }
    }
}
