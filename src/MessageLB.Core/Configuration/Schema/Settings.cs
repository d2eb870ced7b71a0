namespace MessageLB.Core.Configuration;

/// <summary>The settings of a section, in the order in which they are bound and documented.</summary>
/// <typeparam name="TOwner">The record that holds the values.</typeparam>
internal sealed class Settings<TOwner> : List<Setting<TOwner>>
{
    /// <summary>Adds a key, where its value is kept, and what the value looks like.</summary>
    public void Add<T>(string key, Func<TOwner, T> get, Func<TOwner, T, TOwner> set, Shape<T> shape) =>
        Add(new Setting<TOwner, T>(key, get, set, shape));
}
