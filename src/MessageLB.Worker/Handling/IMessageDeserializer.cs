namespace MessageLB.Worker;

/// <summary>Makes values of message bodies for <see cref="MessageHandler{T}"/>. Must be thread-safe.</summary>
public interface IMessageDeserializer
{
    /// <summary>Reads the body. Any exception, and null, mean that the message cannot be read; it is then dropped.</summary>
    T? Deserialize<T>(Message message);
}
