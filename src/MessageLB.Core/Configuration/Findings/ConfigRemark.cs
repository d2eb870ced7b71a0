namespace MessageLB.Core.Configuration;

/// <summary>Something worth knowing about a configuration that is no error: a warning, a notice or a consequence.</summary>
/// <param name="Path">Path of the setting.</param>
/// <param name="Origin">Where it was written.</param>
/// <param name="Text">What is to be said.</param>
public sealed record ConfigRemark(string Path, ConfigOrigin Origin, string Text)
{
    /// <summary>For people: <c>messagelb.yaml:3:3: load_balancer.failover: not active yet: …</c></summary>
    public override string ToString() => Line(Origin, Path, Text);

    internal static string Line(ConfigOrigin origin, string path, string text)
    {
        var place = origin.ToString();
        return string.Join(": ", new[] { place, path, text }.Where(part => part.Length > 0));
    }
}
