namespace MessageLB.Core.Configuration;

/// <summary>A key of a section and where its value is kept.</summary>
/// <typeparam name="TOwner">The record that holds the value.</typeparam>
/// <param name="key">The key.</param>
internal abstract class Setting<TOwner>(string key)
{
    public string Key { get; } = key;

    /// <summary>The form in which keys are compared.</summary>
    public string Folded { get; } = ConfigKeys.Fold(key);

    /// <summary>Kind of value, in documentation.</summary>
    public abstract string Type { get; }

    /// <summary>The value as it would be written.</summary>
    public abstract string Format(TOwner owner);

    /// <summary>Reads a node into the owner; false if there is nothing usable in it.</summary>
    public abstract bool Bind(ref TOwner owner, ConfigNode node, ConfigPath parent, Binding binding);

    /// <summary>Reports what is out of range.</summary>
    public abstract void Check(TOwner owner, string parent, ConfigFindings findings);

    /// <summary>This key and those inside.</summary>
    public abstract IEnumerable<SchemaKey> Describe(string parent, TOwner defaults);

    /// <summary>The same setting elsewhere, where it overrides the one in <paramref name="section"/>.</summary>
    public abstract Setting<TOwner> Override(string section);
}
