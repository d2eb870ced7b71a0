namespace MessageLB.Core.Configuration;

/// <summary>A key that configuration knows.</summary>
/// <param name="Key">Path, such as <c>groups.&lt;name&gt;.window</c>.</param>
/// <param name="Type">Kind of value, such as <c>duration</c>.</param>
/// <param name="Default">What holds when it is not written, as it would be written; empty for none.</param>
/// <param name="Range">Values allowed; empty if the type says it all.</param>
/// <param name="Active">
/// <c>yes</c>; <c>no</c> if it is read and checked, and changes nothing yet; or <c>only</c> and the value that is active.
/// </param>
public sealed record SchemaKey(string Key, string Type, string Default, string Range, string Active);
