namespace MessageLB.Core.Configuration;

/// <summary>What a value looks like: how it is read from a tree, written in messages, checked and documented.</summary>
/// <typeparam name="T">The value.</typeparam>
internal abstract class Shape<T>
{
    /// <summary>Kind of value, in documentation and in messages such as "must be a duration".</summary>
    public abstract string Type { get; }

    /// <summary>Values allowed, for documentation; empty if the type says it all.</summary>
    public virtual string Range => "";

    /// <summary>The value as it would be written; empty if it has no single text.</summary>
    public virtual string Format(T value) => "";

    /// <summary>
    /// Reads <paramref name="node"/> over <paramref name="value"/>, so that what is not written stays. Mistakes are reported to
    /// <paramref name="binding"/>; false if there is nothing usable in the node.
    /// </summary>
    public abstract bool Bind(ref T value, ConfigNode node, ConfigPath path, Binding binding);

    /// <summary>Reports what is out of range, whether bound or made by code.</summary>
    public virtual void Check(T value, string path, ConfigFindings findings)
    {
    }

    /// <summary>The keys inside.</summary>
    public virtual IEnumerable<SchemaKey> Describe(string key, T defaults) => [];
}
