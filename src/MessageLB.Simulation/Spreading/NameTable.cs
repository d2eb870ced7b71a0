using System.Collections.Frozen;

namespace MessageLB.Simulation.Spreading;

/// <summary>Names with numbers, found either way. Immutable.</summary>
internal sealed class NameTable
{
    private readonly string[] _names;
    private readonly FrozenDictionary<string, int> _numbers;

    /// <param name="names">The names, each once, in the order of their numbers.</param>
    public NameTable(IEnumerable<string> names)
    {
        _names = [.. names];
        _numbers = _names.Select((name, number) => KeyValuePair.Create(name, number)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    public int Count => _names.Length;

    public string this[int number] => _names[number];

    public bool TryGetNumber(string name, out int number) => _numbers.TryGetValue(name, out number);
}
