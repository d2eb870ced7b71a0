using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>Names encoded once instead of at every publish; forgets everything when it has seen too many. Not thread-safe.</summary>
internal sealed class NameCache
{
    private const int Capacity = 1024;

    private readonly Dictionary<string, CachedString> _names = new(StringComparer.Ordinal);

    public CachedString Get(string name)
    {
        if (_names.TryGetValue(name, out var known)) return known;
        if (_names.Count == Capacity) _names.Clear();
        return _names[name] = new CachedString(name);
    }
}
