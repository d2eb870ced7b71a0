namespace MessageLB;

/// <summary>A body is larger than the transport carries.</summary>
/// <param name="size">Size of the body in bytes.</param>
/// <param name="limit">Largest size in bytes.</param>
public sealed class MessageTooLargeException(long size, long limit)
    : MessageLBException($"A message of {size:N0} bytes exceeds the limit of {limit:N0} bytes; send a reference to the data instead, or raise 'max_message_size' here and 'max_message_size' at the broker.")
{
    /// <summary>Size of the body in bytes.</summary>
    public long Size { get; } = size;

    /// <summary>Largest size in bytes.</summary>
    public long Limit { get; } = limit;
}
