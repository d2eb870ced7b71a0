namespace MessageLB.Core.Configuration;

/// <summary>A map from names of the user's choice to values, in the order of writing.</summary>
/// <param name="value">Shape of one value.</param>
/// <param name="of">What the names are names of, such as <c>tenants</c>.</param>
internal sealed class NamedShape<T>(Shape<T> value, string of) : Shape<IReadOnlyList<KeyValuePair<string, T>>>
{
    private const int LongestName = 255;

    public override string Type => $"map from {of} to {value.Type}s";

    public override string Range => value.Range;

    public override bool Bind(ref IReadOnlyList<KeyValuePair<string, T>> values, ConfigNode node, ConfigPath path, Binding binding)
    {
        if (node is ConfigScalar { Text: null }) return false;
        if (node is not ConfigMap { Self: null } map)
        {
            binding.Findings.Error(path.Shown, node.Origin, null, $"must be a {Type}, not {Binding.Describe(node)}");
            return false;
        }

        var bound = new List<KeyValuePair<string, T>>(map.Entries.Count);
        foreach (var entry in map.Entries)
        {
            T one = default!;
            var at = path.NamedEntry(bound.Count, entry.Key);
            binding.At(at, entry.KeyOrigin);
            if (!value.Bind(ref one, entry.Value, at, binding) && entry.Value is ConfigScalar { Text: null })
            {
                binding.Findings.Error(at.Shown, entry.KeyOrigin, null, $"has no value: write a {value.Type}");
            }

            bound.Add(new(entry.Key, one));
        }

        values = bound;
        binding.Saw(path, node.Origin, "");
        return true;
    }

    public override void Check(IReadOnlyList<KeyValuePair<string, T>> values, string path, ConfigFindings findings)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < values.Count; i++)
        {
            var name = values[i].Key;
            if (name.Length is 0 or > LongestName) findings.Error($"{path}[{i}]", name, $"is no name: write 1 to {LongestName} characters");
            else if (!names.Add(name)) findings.Error($"{path}[{i}]", name, "is written twice");
            value.Check(values[i].Value, $"{path}[{i}]", findings);
        }
    }
}
