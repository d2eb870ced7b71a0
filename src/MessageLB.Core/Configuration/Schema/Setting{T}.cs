namespace MessageLB.Core.Configuration;

/// <summary>A key of a section and where its value is kept.</summary>
/// <typeparam name="TOwner">The record that holds the value.</typeparam>
/// <typeparam name="T">The value.</typeparam>
/// <param name="key">The key.</param>
/// <param name="get">Takes the value out of the record.</param>
/// <param name="set">The record with another value.</param>
/// <param name="shape">What the value looks like.</param>
internal sealed class Setting<TOwner, T>(string key, Func<TOwner, T> get, Func<TOwner, T, TOwner> set, Shape<T> shape)
    : Setting<TOwner>(key)
{
    public override string Type => shape.Type;

    /// <summary>The section whose setting of the same key this one overrides, and which documents it; null for none.</summary>
    public string? Overrides { get; init; }

    public override string Format(TOwner owner) => shape.Format(get(owner));

    public override bool Bind(ref TOwner owner, ConfigNode node, ConfigPath parent, Binding binding)
    {
        var path = parent.Child(Key);
        if (Overrides is not null) path = path with { Key = ConfigPath.Join(Overrides, Key) };
        var value = get(owner);
        var bound = shape.Bind(ref value, node, path, binding);
        if (bound) owner = set(owner, value);
        return bound;
    }

    public override void Check(TOwner owner, string parent, ConfigFindings findings) =>
        shape.Check(get(owner), ConfigPath.Join(parent, Key), findings);

    public override IEnumerable<SchemaKey> Describe(string parent, TOwner defaults)
    {
        var key = ConfigPath.Join(parent, Key);
        if (Overrides is not null)
        {
            var original = ConfigPath.Join(Overrides, Key);
            return [new SchemaKey(key, Type, $"as {original}", "", NotYetActive.Activity(original))];
        }

        var own = new SchemaKey(key, Type, Format(defaults), shape.Range, NotYetActive.Activity(key));
        return shape.Describe(key, get(defaults)).Prepend(own);
    }

    public override Setting<TOwner> Override(string section) => new Setting<TOwner, T>(Key, get, set, shape) { Overrides = section };
}
