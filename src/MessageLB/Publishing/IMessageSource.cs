using MessageLB.Transport;

namespace MessageLB.CommandLine.Publishing;

/// <summary>Makes the messages of a <see cref="PacedPublisher"/>, numbered from 0. Called by one thread at a time.</summary>
internal interface IMessageSource
{
    /// <summary>How many messages there are; null: no end.</summary>
    long? Count { get; }

    /// <summary>
    /// Fills in the properties of a message and returns its body. The same number makes the same message, because a publish with
    /// an unknown outcome is repeated.
    /// </summary>
    /// <param name="number">Number of the message.</param>
    /// <param name="due">When it was due, as a timestamp of the publisher's clock.</param>
    /// <param name="properties">Empty; to be filled in.</param>
    /// <param name="routingKey">Routing key.</param>
    ReadOnlyMemory<byte> Make(long number, long due, MessageProperties properties, out string routingKey);
}
