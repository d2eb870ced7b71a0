using System.Collections;
using System.Reflection;

namespace MessageLB.Core.Configuration;

/// <summary>
/// Whether two configurations say the same. Records compare lists by reference, so that what was read twice from one file would differ;
/// here lists are compared item by item, and records of this assembly property by property. For reloads, not for the hot path. Thread-safe.
/// </summary>
internal static class ConfigEquality
{
    public static bool AreSame(object? one, object? other)
    {
        if (ReferenceEquals(one, other)) return true;
        if (one is null || other is null || one.GetType() != other.GetType()) return false;
        if (one.Equals(other)) return true;
        if (one is string) return false;
        if (one is IEnumerable items) return AreSame(items, (IEnumerable)other);
        var properties = PropertiesOf(one.GetType());
        return properties.Length > 0 && properties.All(p => AreSame(p.GetValue(one), p.GetValue(other)));
    }

    private static bool AreSame(IEnumerable one, IEnumerable other)
    {
        var (first, second) = (one.Cast<object?>().ToList(), other.Cast<object?>().ToList());
        return first.Count == second.Count && first.Zip(second).All(pair => AreSame(pair.First, pair.Second));
    }

    // Anything else says itself what it equals, except for the pairs that maps are made of.
    private static PropertyInfo[] PropertiesOf(Type type) =>
        type.Assembly == typeof(ConfigEquality).Assembly || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            ? [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0)]
            : [];
}
