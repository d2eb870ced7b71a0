using System.Buffers.Binary;
using System.Globalization;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>The messages of a run: the body begins with the message's number, which says how much work it is.</summary>
internal sealed class BenchMessages
{
    /// <summary>Least size of a body in bytes.</summary>
    public const int LeastSize = sizeof(int);

    private readonly string _group;
    private readonly byte[] _body;

    /// <param name="group">First word of the routing keys, and of the message ids.</param>
    /// <param name="size">Size of a body in bytes.</param>
    public BenchMessages(string group, int size)
    {
        _group = group;
        _body = new byte[size];
        RoutingKey = $"{group}.bench";
    }

    /// <summary>Routing key of all messages.</summary>
    public string RoutingKey { get; }

    /// <summary>Fills in the properties of a message and returns its body, valid until the next call.</summary>
    public ReadOnlyMemory<byte> Make(int number, MessageProperties properties)
    {
        properties.Persistent = true;
        properties.ContentType = "application/octet-stream";
        properties.MessageId = string.Create(CultureInfo.InvariantCulture, $"{_group}.{number}");
        BinaryPrimitives.WriteInt32LittleEndian(_body, number);
        return _body;
    }

    /// <summary>Number of a message.</summary>
    public static int NumberOf(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadInt32LittleEndian(body);
}
