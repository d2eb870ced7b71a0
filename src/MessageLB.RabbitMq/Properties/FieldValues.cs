using System.Collections;
using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>
/// Header values to and from the client's types. Numbers, booleans, text (UTF-8 bytes on the way in), decimals, tables and
/// lists are the same on both sides. Timestamps are <see cref="DateTimeOffset"/>, binary values (AMQP <c>x</c>, not text)
/// <see cref="ReadOnlyMemory{T}"/> of bytes.
/// </summary>
internal static class FieldValues
{
    /// <summary>Most tables and lists inside each other. A frame has room for many thousands, and each would cost a piece of the stack.</summary>
    public const int MostLevels = 128;

    public static IDictionary<string, object?>? FromWire(IDictionary<string, object?>? table) => table is null ? null : FromWire(table, 0);

    /// <exception cref="MessageLBException">The value is nested deeper than <see cref="MostLevels"/>.</exception>
    public static object? ToWire(object? value) => ToWire(value, 1);

    private static object? ToWire(object? value, int level) => value switch
    {
        string or bool or int or long or byte[] or null => value,
        DateTimeOffset time => new AmqpTimestamp(time.ToUnixTimeSeconds()),
        DateTime time => new AmqpTimestamp(new DateTimeOffset(time).ToUnixTimeSeconds()),
        ImplausibleTime time => new AmqpTimestamp(time.Seconds),
        ReadOnlyMemory<byte> bytes => new BinaryTableValue(bytes.ToArray()),
        TooDeep => throw Deeper(),
        IDictionary<string, object?> or IList when level > MostLevels => throw Deeper(),
        IDictionary<string, object?> table => table.ToDictionary(e => e.Key, e => ToWire(e.Value, level + 1)),
        IList list => list.Cast<object?>().Select(item => ToWire(item, level + 1)).ToList(),
        _ => value,
    };

    private static IDictionary<string, object?> FromWire(IDictionary<string, object?> table, int level)
    {
        foreach (var (_, value) in table)
        {
            if (IsOfClient(value)) return table.ToDictionary(e => e.Key, e => FromWire(e.Value, level + 1));
        }

        return table;
    }

    private static object? FromWire(object? value, int level) => value switch
    {
        AmqpTimestamp time => FromWire(time.UnixTime),
        BinaryTableValue binary => new ReadOnlyMemory<byte>(binary.Bytes),
        IDictionary<string, object?> or (IList and not byte[]) when level > MostLevels => TooDeep.Value,
        IDictionary<string, object?> table => FromWire(table, level),
        IList list and not byte[] => list.Cast<object?>().Select(item => FromWire(item, level + 1)).ToList(),
        _ => value,
    };

    private static MessageLBException Deeper() => new($"A header cannot be sent: it is nested deeper than {MostLevels} tables and lists.");

    // Publishers that write milliseconds where seconds belong reach the year 50,000, which no .NET date can say.
    private static object FromWire(long seconds) =>
        seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : new ImplausibleTime(seconds);

    private static bool IsOfClient(object? value) =>
        value is AmqpTimestamp or BinaryTableValue or IDictionary<string, object?> || (value is IList && value is not byte[]);
}
