using MessageLB.Dispatcher.Status;

namespace MessageLB.Web.Api;

/// <summary>Which configuration is in force.</summary>
/// <param name="LoadedAt">When it was put in force.</param>
/// <param name="Version">1 at the start, and one more with every reload that changed something.</param>
/// <param name="Hash">The first 12 hexadecimal digits of the SHA-256 of its file; null without a file.</param>
/// <param name="LastError">Why the last reload was refused; null if it was not, or there was none.</param>
/// <param name="LastErrorAt">When it was refused; null with <paramref name="LastError"/>.</param>
/// <param name="NeedRestart">Settings that the file has with another value, which the next start takes.</param>
public sealed record ConfigurationResponse(
    DateTimeOffset LoadedAt,
    int Version,
    string? Hash,
    string? LastError,
    DateTimeOffset? LastErrorAt,
    IReadOnlyList<string> NeedRestart)
{
    internal static ConfigurationResponse From(ConfigurationStatus status) =>
        new(status.LoadedAt, status.Version, status.Hash, status.LastError, status.LastErrorAt, status.NeedRestart);
}
