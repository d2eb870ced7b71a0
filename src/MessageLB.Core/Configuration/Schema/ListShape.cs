namespace MessageLB.Core.Configuration;

/// <summary>Values in order. A single value is a list of one; outside of files, where lists cannot be written, commas separate.</summary>
/// <param name="item">Shape of one value.</param>
/// <param name="seed">What an item is before it is read.</param>
internal sealed class ListShape<T>(Shape<T> item, T seed) : Shape<IReadOnlyList<T>>
{
    public override string Type => $"list of {item.Type}s";

    public override string Range => item.Range;

    public override string Format(IReadOnlyList<T> value) => string.Join(", ", value.Select(item.Format));

    public override bool Bind(ref IReadOnlyList<T> value, ConfigNode node, ConfigPath path, Binding binding)
    {
        if (node is ConfigScalar { Text: null }) return false;
        if (node is ConfigMap)
        {
            binding.Findings.Error(path.Shown, node.Origin, null, $"must be a {Type}, not {Binding.Describe(node)}");
            return false;
        }

        var items = node is ConfigList list ? list.Items : SingleValue.AsItems((ConfigScalar)node);
        var bound = new List<T>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var one = seed;
            // A list with a mistake keeps its length, so that the places of the other items stay theirs.
            item.Bind(ref one, items[i], path.Item(i), binding);
            bound.Add(one);
        }

        value = bound;
        binding.Saw(path, node.Origin, Format(value));
        return true;
    }

    public override void Check(IReadOnlyList<T> value, string path, ConfigFindings findings)
    {
        for (var i = 0; i < value.Count; i++) item.Check(value[i], $"{path}[{i}]", findings);
    }

    public override IEnumerable<SchemaKey> Describe(string key, IReadOnlyList<T> defaults) => item.Describe($"{key}[]", seed);
}
