using MessageLB.Core.Configuration;

namespace MessageLB.Dispatcher.Configuration;

/// <summary>What became of reading a configuration.</summary>
public sealed record ConfigResult
{
    /// <summary>The configuration; null if there is any error.</summary>
    public MessageLBConfig? Config { get; init; }

    /// <summary>Everything that must be corrected, in the order of the sources and of the lines within them.</summary>
    public required IReadOnlyList<ConfigError> Errors { get; init; }

    /// <summary>What is allowed and probably not meant.</summary>
    public required IReadOnlyList<ConfigRemark> Warnings { get; init; }

    /// <summary>What is accepted and means less, or something else, than the words say: features that are not active yet, aliases.</summary>
    public required IReadOnlyList<ConfigRemark> Notices { get; init; }

    /// <summary>What follows from the figures, such as the time until a silent worker is lost; empty if there is any error.</summary>
    public required IReadOnlyList<ConfigRemark> Consequences { get; init; }

    /// <summary>The configuration, if there is no error.</summary>
    /// <exception cref="MessageLBConfigurationException">At least one error; the exception lists every one.</exception>
    public MessageLBConfig GetConfig() => Config ?? throw new MessageLBConfigurationException(Errors);
}
