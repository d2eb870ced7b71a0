using System.Globalization;
using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>Seeds as a list, <c>[7, 8, 9]</c>, or as their number, <c>5</c>, which means 1 to 5.</summary>
internal sealed class SeedsShape : Shape<IReadOnlyList<int>>
{
    private const int Most = 1000;

    private static readonly ScalarShape<int> Count = Scalars.Whole(1, Most);
    private static readonly ListShape<int> List = new(Scalars.Whole(0, int.MaxValue), 0);

    public override string Type => "integer or list of integers";

    public override string Range => $"1 to {Most.ToString(CultureInfo.InvariantCulture)} seeds";

    public override string Format(IReadOnlyList<int> value) =>
        value.SequenceEqual(Enumerable.Range(1, value.Count)) ? Count.Format(value.Count) : List.Format(value);

    public override bool Bind(ref IReadOnlyList<int> value, ConfigNode node, ConfigPath path, Binding binding)
    {
        var several = node is ConfigScalar { Text: { } text, Origin.Kind: not ConfigOriginKind.File } && text.Contains(',', StringComparison.Ordinal);
        if (node is not ConfigScalar || several) return List.Bind(ref value, node, path, binding);
        var count = value.Count;
        if (!Count.Bind(ref count, node, path, binding)) return false;
        // Out of range is told by the check, which must not be given billions of seeds.
        value = count is >= 0 and <= Most ? [.. Enumerable.Range(1, count)] : [.. Enumerable.Repeat(1, Most + 1)];
        return true;
    }

    public override void Check(IReadOnlyList<int> value, string path, ConfigFindings findings)
    {
        if (value.Count is 0 or > Most) findings.Error(path, null, $"is out of range: must be {Range}");
        else List.Check(value, path, findings);
        var twice = value.GroupBy(seed => seed).FirstOrDefault(same => same.Count() > 1);
        if (twice is not null && value.Count <= Most) findings.Error(path, null, $"names the seed {Count.Format(twice.Key)} twice: a repeated run is no further evidence");
    }
}
