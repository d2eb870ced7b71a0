namespace MessageLB.Core.Configuration;

/// <summary>The configuration cannot be used; the message lists every error with its place.</summary>
/// <param name="errors">Every error, at least one.</param>
public sealed class MessageLBConfigurationException(IReadOnlyList<ConfigError> errors) : MessageLBException(Describe(errors))
{
    /// <summary>Every error.</summary>
    public IReadOnlyList<ConfigError> Errors { get; } = errors;

    private static string Describe(IReadOnlyList<ConfigError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var head = errors.Count == 1 ? "The configuration has an error:" : $"The configuration has {errors.Count} errors:";
        return string.Join("\n  ", errors.Select(e => e.ToString()).Prepend(head));
    }
}
