namespace MessageLB.Dispatcher.Configuration;

/// <summary>A setting given on the command line.</summary>
/// <param name="Path">Path of the setting, such as <c>broker.uri</c>.</param>
/// <param name="Value">Its value, as the file would hold it.</param>
/// <param name="Option">The option that sets it, such as <c>--broker</c>, for messages.</param>
public sealed record ConfigOverride(string Path, string Value, string Option);
