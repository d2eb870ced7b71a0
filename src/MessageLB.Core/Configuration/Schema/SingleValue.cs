namespace MessageLB.Core.Configuration;

/// <summary>How a single value is read where a list is expected.</summary>
internal static class SingleValue
{
    /// <summary>The value itself; outside of files, where lists cannot be written, commas separate several.</summary>
    public static IReadOnlyList<ConfigNode> AsItems(ConfigScalar scalar)
    {
        if (scalar.Origin.Kind == ConfigOriginKind.File) return [scalar];
        const StringSplitOptions options = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        return [.. (scalar.Text ?? "").Split(',', options).Select(text => new ConfigScalar(text, scalar.Origin))];
    }
}
