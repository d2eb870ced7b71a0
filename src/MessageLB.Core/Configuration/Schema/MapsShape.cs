namespace MessageLB.Core.Configuration;

/// <summary>Maps in order. A single map is a list of one.</summary>
/// <param name="item">The section of one map.</param>
/// <param name="seed">What an item is before it is read.</param>
internal sealed class MapsShape<T>(Section<T> item, T seed) : Shape<IReadOnlyList<T>>
{
    public override string Type => "list of maps";

    public override bool Bind(ref IReadOnlyList<T> value, ConfigNode node, ConfigPath path, Binding binding)
    {
        if (node is ConfigScalar { Text: null }) return false;
        if (node is ConfigScalar)
        {
            binding.Findings.Error(path.Shown, node.Origin, null, $"must be a {Type}, not {Binding.Describe(node)}");
            return false;
        }

        var items = node is ConfigList list ? list.Items : [node];
        var bound = new List<T>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var one = seed;
            var at = path.Item(i);
            binding.At(at, items[i].Origin);
            // A list with a mistake keeps its length, so that the places of the other items stay theirs.
            item.Bind(ref one, items[i], at, binding);
            bound.Add(one);
        }

        value = bound;
        binding.Saw(path, node.Origin, "");
        return true;
    }

    public override void Check(IReadOnlyList<T> value, string path, ConfigFindings findings)
    {
        for (var i = 0; i < value.Count; i++) item.Check(value[i], $"{path}[{i}]", findings);
    }

    public override IEnumerable<SchemaKey> Describe(string key, IReadOnlyList<T> defaults) => item.Describe($"{key}[]", seed);
}
