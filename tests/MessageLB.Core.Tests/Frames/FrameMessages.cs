using MessageLB.Frames;
using MessageLB.Transport;

namespace MessageLB.Core.Tests.Frames;

/// <summary>Reads frames as a receiver does.</summary>
internal static class FrameMessages
{
    /// <summary>The messages that can be read, as texts.</summary>
    public static IReadOnlyList<string> Of(ReadOnlyMemory<byte> frame) => Of(new FrameReader(), frame);

    /// <summary>The same with a reader that may have read something else before.</summary>
    public static IReadOnlyList<string> Of(FrameReader reader, ReadOnlyMemory<byte> frame)
    {
        var (properties, read) = (new MessageProperties(), new List<string>());
        if (!reader.TryOpen(frame)) return read;
        while (reader.TryRead(properties, out var body)) read.Add(AnyMessage.Describe(properties, body.Span));
        return read;
    }
}
