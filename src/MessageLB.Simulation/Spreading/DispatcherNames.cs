using System.Collections.Frozen;
using System.Globalization;

namespace MessageLB.Simulation.Spreading;

/// <summary>Names of the dispatchers of a run, by number.</summary>
internal sealed class DispatcherNames
{
    private readonly string[] _names;
    private readonly FrozenDictionary<string, int> _numbers;

    public DispatcherNames(int count)
    {
        _names = [.. Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"dispatcher-{i}"))];
        _numbers = _names.Select((name, number) => KeyValuePair.Create(name, number)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    public int Count => _names.Length;

    public string this[int number] => _names[number];

    public bool TryGetNumber(string name, out int number) => _numbers.TryGetValue(name, out number);
}
