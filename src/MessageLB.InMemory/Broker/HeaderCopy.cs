using System.Collections;
using MessageLB.Transport;

namespace MessageLB.InMemory.Broker;

/// <summary>Copies properties so that nothing is shared with the publisher, which may reuse its own.</summary>
internal static class HeaderCopy
{
    /// <summary>A deep copy.</summary>
    /// <exception cref="ArgumentException">A header's value has a type that AMQP has no field for.</exception>
    public static MessageProperties Of(MessageProperties properties)
    {
        var copy = new MessageProperties();
        copy.CopyFrom(properties);
        if (copy.Headers is Dictionary<string, object?> { Count: > 0 } headers && NeedsCopy(headers)) copy.Headers = Table(headers);
        return copy;
    }

    private static bool NeedsCopy(Dictionary<string, object?> headers)
    {
        foreach (var (_, value) in headers)
        {
            if (!IsImmutable(value)) return true;
        }

        return false;
    }

    private static bool IsImmutable(object? value) =>
        value is null or string or bool or int or long or double or byte or sbyte or short or ushort or uint or ulong or float or decimal;

    private static Dictionary<string, object?> Table(IEnumerable<KeyValuePair<string, object?>> table)
    {
        var copy = new Dictionary<string, object?>();
        foreach (var (name, value) in table) copy[name] = Value(name, value);
        return copy;
    }

    private static object? Value(string name, object? value)
    {
        if (IsImmutable(value)) return value;
        return value switch
        {
            byte[] bytes => bytes.Clone(),
            IEnumerable<KeyValuePair<string, object?>> table => Table(table),
            IList list => List(name, list),
            _ => throw new ArgumentException($"Header '{name}' is a {value!.GetType()}, which a message cannot carry; use text, a number, a boolean, bytes, a table or a list."),
        };
    }

    private static List<object?> List(string name, IList list)
    {
        var copy = new List<object?>(list.Count);
        foreach (var value in list) copy.Add(Value(name, value));
        return copy;
    }
}
