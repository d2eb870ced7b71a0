namespace MessageLB.Frames;

/// <summary>Which properties a message in a frame has; they follow in this order.</summary>
[Flags]
internal enum FrameParts : ushort
{
    None = 0,
    ContentType = 1,
    ContentEncoding = 1 << 1,
    Persistent = 1 << 2,
    Priority = 1 << 3,
    CorrelationId = 1 << 4,
    ReplyTo = 1 << 5,
    MessageId = 1 << 6,
    Timestamp = 1 << 7,
    Type = 1 << 8,
    AppId = 1 << 9,
    Headers = 1 << 10,
    All = (1 << 11) - 1,
}
