using System.CommandLine;

namespace MessageLB.CommandLine.Options;

/// <summary>The option that says how far back a view over time looks.</summary>
internal static class WindowOption
{
    /// <summary>What is shown without it.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromMinutes(1);

    /// <summary>Makes the option.</summary>
    /// <param name="shown">The default, for the help.</param>
    public static Option<TimeSpan?> Create(string shown = "1m") => ValueParser.Create<TimeSpan>("--window", "duration", $"Time to look back: 1m, 5m or 1h. Default: {shown}.", TryParse);

    private static bool TryParse(string text, out TimeSpan value, out string? problem)
    {
        if (!Core.Configuration.Duration.TryParse(text, out value, out problem)) return false;
        if (value == Default || value == TimeSpan.FromMinutes(5) || value == TimeSpan.FromHours(1)) return true;
        problem = "is none of the windows: must be 1m, 5m or 1h";
        return false;
    }
}
