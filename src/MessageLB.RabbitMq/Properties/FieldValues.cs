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
    public static IDictionary<string, object?>? FromWire(IDictionary<string, object?>? table)
    {
        if (table is null) return null;
        foreach (var (_, value) in table)
        {
            if (IsOfClient(value)) return table.ToDictionary(e => e.Key, e => FromWire(e.Value));
        }

        return table;
    }

    public static object? ToWire(object? value) => value switch
    {
        string or bool or int or long or byte[] or null => value,
        DateTimeOffset time => new AmqpTimestamp(time.ToUnixTimeSeconds()),
        DateTime time => new AmqpTimestamp(new DateTimeOffset(time).ToUnixTimeSeconds()),
        ImplausibleTime time => new AmqpTimestamp(time.Seconds),
        ReadOnlyMemory<byte> bytes => new BinaryTableValue(bytes.ToArray()),
        IDictionary<string, object?> table => table.ToDictionary(e => e.Key, e => ToWire(e.Value)),
        IList list => list.Cast<object?>().Select(ToWire).ToList(),
        _ => value,
    };

    private static object? FromWire(object? value) => value switch
    {
        AmqpTimestamp time => FromWire(time.UnixTime),
        BinaryTableValue binary => new ReadOnlyMemory<byte>(binary.Bytes),
        IDictionary<string, object?> table => FromWire(table),
        IList list and not byte[] => list.Cast<object?>().Select(FromWire).ToList(),
        _ => value,
    };

    // Publishers that write milliseconds where seconds belong reach the year 50,000, which no .NET date can say.
    private static object FromWire(long seconds) =>
        seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : new ImplausibleTime(seconds);

    private static bool IsOfClient(object? value) =>
        value is AmqpTimestamp or BinaryTableValue or IDictionary<string, object?> || (value is IList && value is not byte[]);
}
