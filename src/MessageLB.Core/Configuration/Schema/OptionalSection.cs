namespace MessageLB.Core.Configuration;

/// <summary>A section that does something once it is written, with the defaults for what it does not say.</summary>
/// <param name="section">The section.</param>
/// <param name="seed">What it is before it is read.</param>
internal sealed class OptionalSection<T>(Section<T> section, T seed) : Shape<T?>
    where T : class
{
    public override string Type => section.Type;

    public override bool Bind(ref T? value, ConfigNode node, ConfigPath path, Binding binding)
    {
        var present = value ?? seed;
        if (!section.Bind(ref present, node, path, binding)) return false;
        value = present;
        return true;
    }

    public override void Check(T? value, string path, ConfigFindings findings)
    {
        if (value is not null) section.Check(value, path, findings);
    }

    public override IEnumerable<SchemaKey> Describe(string key, T? defaults) => section.Describe(key, defaults ?? seed);
}
