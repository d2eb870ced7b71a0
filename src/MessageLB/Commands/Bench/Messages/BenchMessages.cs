using System.Globalization;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench;

/// <summary>
/// The messages of a run, numbered from 0: JSON of a fixed size, so that everything that is measured can read them, with the number always at the
/// same place, so that those who know it need not read the JSON.
/// </summary>
internal sealed class BenchMessages
{
    private const int NumberSize = 10;

    private readonly string _group;
    private readonly byte[] _body;

    /// <param name="group">First word of the routing keys, and of the message ids.</param>
    /// <param name="size">Size of a body in bytes, <see cref="LeastSize"/> or more.</param>
    public BenchMessages(string group, int size)
    {
        _group = group;
        _body = new byte[size];
        RoutingKey = $"{group}.bench";
        var body = _body.AsSpan();
        body.Fill((byte)'.');
        Head.CopyTo(body);
        Middle.CopyTo(body[(Head.Length + NumberSize)..]);
        Tail.CopyTo(body[^Tail.Length..]);
    }

    /// <summary>Least size of a body in bytes.</summary>
    public static int LeastSize => Head.Length + NumberSize + Middle.Length + Tail.Length;

    /// <summary>Routing key of all messages.</summary>
    public string RoutingKey { get; }

    private static ReadOnlySpan<byte> Head => "{\"number\":"u8;

    private static ReadOnlySpan<byte> Middle => ",\"filler\":\""u8;

    private static ReadOnlySpan<byte> Tail => "\"}"u8;

    /// <summary>Fills in the properties of a message and returns its body, valid until the next call.</summary>
    public ReadOnlyMemory<byte> Make(int number, MessageProperties properties)
    {
        properties.Persistent = true;
        properties.ContentType = "application/json";
        properties.MessageId = string.Create(CultureInfo.InvariantCulture, $"{_group}.{number}");
        var field = _body.AsSpan(Head.Length, NumberSize);
        field.Fill((byte)' ');
        number.TryFormat(field, out _, provider: CultureInfo.InvariantCulture);
        return _body;
    }

    /// <summary>Number of a message.</summary>
    public static int NumberOf(ReadOnlySpan<byte> body) => int.Parse(body.Slice(Head.Length, NumberSize), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
}
