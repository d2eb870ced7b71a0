namespace MessageLB;

/// <summary>A message is larger than the transport carries: its body, or its properties and headers.</summary>
public sealed class MessageTooLargeException : MessageLBException
{
    /// <summary>A body is too large.</summary>
    /// <param name="size">Size of the body in bytes.</param>
    /// <param name="limit">Largest size in bytes.</param>
    public MessageTooLargeException(long size, long limit)
        : this($"A message of {size:N0} bytes exceeds the limit of {limit:N0} bytes; send a reference to the data instead, or raise 'max_message_size' here and 'max_message_size' at the broker.", size, limit)
    {
    }

    private MessageTooLargeException(string message, long size, long limit)
        : base(message) => (Size, Limit) = (size, limit);

    /// <summary>Size of what is too large, in bytes.</summary>
    public long Size { get; }

    /// <summary>Largest size in bytes.</summary>
    public long Limit { get; }

    /// <summary>Properties and headers together are too large.</summary>
    /// <param name="size">Their size in bytes.</param>
    /// <param name="limit">Largest size in bytes.</param>
    public static MessageTooLargeException ForProperties(long size, long limit) =>
        new($"A message with {size:N0} bytes of properties and headers exceeds the limit of {limit:N0} bytes; move data from the headers to the body, or raise 'frame_max' at the broker.", size, limit);
}
