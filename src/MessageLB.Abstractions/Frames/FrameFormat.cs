using System.Buffers.Binary;
using MessageLB.Transport;

namespace MessageLB.Frames;

/// <summary>
/// What <see cref="FrameWriter"/> and <see cref="FrameReader"/> agree on: several messages for one destination in the body of one
/// AMQP message, so that the broker's cost per message is paid once for all of them. Byte by byte in docs/protocol.md.
/// </summary>
public static class FrameFormat
{
    /// <summary>Content type of a frame.</summary>
    public const string ContentType = "application/x-messagelb-frame";

    /// <summary>Version of the format that is written and read.</summary>
    public const byte Version = 1;

    /// <summary>Most messages in a frame.</summary>
    public const int MostMessages = 1024;

    /// <summary>Largest frame in bytes; fits into one body frame of RabbitMQ's default <c>frame_max</c> of 128 KiB.</summary>
    public const int LargestFrame = 130_000;

    /// <summary>Largest message in a frame, its properties, headers and body together, in bytes. A larger one travels alone.</summary>
    public const int LargestMessage = 32_768;

    /// <summary>Most headers that the messages of a frame share.</summary>
    internal const int MostShared = 16;

    /// <summary>Bytes before the shared headers: magic, version, flags, number of messages.</summary>
    internal const int PrefixSize = 8;

    /// <summary><c>MLBF</c>.</summary>
    internal const uint Magic = 0x4D4C4246;

    /// <summary>The value of <see cref="HeaderNames.Frame"/> on a frame.</summary>
    public const string Mark = "1";

    /// <summary>
    /// Whether a delivery is a frame. The content type alone does not say so: any publisher may use it, while
    /// <see cref="HeaderNames.Frame"/> is taken off whatever a dispatcher hands over.
    /// </summary>
    public static bool IsFrame(MessageProperties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return string.Equals(properties.ContentType, ContentType, StringComparison.Ordinal)
            && string.Equals(HeaderValues.GetText(properties.Headers, HeaderNames.Frame), Mark, StringComparison.Ordinal);
    }

    /// <summary>Whether bytes begin as a frame of a version that can be read.</summary>
    internal static bool HasPrefix(ReadOnlySpan<byte> frame) =>
        frame.Length >= PrefixSize && BinaryPrimitives.ReadUInt32BigEndian(frame) == Magic && frame[4] == Version && frame[5] == 0;
}
