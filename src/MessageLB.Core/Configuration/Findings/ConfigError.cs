namespace MessageLB.Core.Configuration;

/// <summary>One thing that is wrong with a configuration.</summary>
/// <param name="Path">Path of the setting, such as <c>load_balancer.health_monitoring.timeout</c>; empty if it concerns a whole source.</param>
/// <param name="Origin">Where it was written.</param>
/// <param name="Value">What was written; null if that does not matter or is secret.</param>
/// <param name="Rule">The rule that it breaks, to be read behind the value.</param>
/// <param name="Suggestion">What was probably meant, if anything is close.</param>
public sealed record ConfigError(string Path, ConfigOrigin Origin, string? Value, string Rule, string? Suggestion = null)
{
    /// <summary>
    /// For people: <c>messagelb.yaml:6:21: load_balancer.health_monitoring.check_interval: "15" is not a duration: …</c>
    /// </summary>
    public override string ToString()
    {
        var what = (Value is null ? Rule : $"\"{Value}\" {Rule}") + (Suggestion is null ? "" : $". Did you mean '{Suggestion}'?");
        return ConfigRemark.Line(Origin, Path, what);
    }
}
