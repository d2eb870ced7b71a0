using System.Collections.Frozen;

namespace MessageLB.Core.Configuration;

/// <summary>
/// Settings that are read and checked, and change nothing yet, with what happens instead. Whoever builds one deletes its line.
/// </summary>
internal static class NotYetActive
{
    private const string Off = "false";

    private static readonly FrozenDictionary<string, Feature> Features = new Dictionary<string, Feature>
    {
        ["load_balancer.performance.timeout"] = new(null, "a hand-over waits for the broker's confirm as long as the connection lasts"),
        ["load_balancer.performance.caching"] = new(Off, "every message is decided anew"),
        ["load_balancer.performance.parallel_processing"] = new(Off, "each group is dispatched on its own, one message after the other"),
        ["load_balancer.performance.optimization"] = new(Off, "the dispatcher does not tune itself"),
        ["load_balancer.quality.quality_metrics"] = new(Off, "status and metrics count done and failed messages, whatever this says"),
        ["load_balancer.quality.learning"] = new(Off, "failures change no decision"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What stands instead of the setting; null if it is active.</summary>
    public static Feature? Find(string key) => Features.GetValueOrDefault(key);

    /// <summary>For documentation: <c>yes</c>, <c>no</c>, or <c>only</c> and the value that is active.</summary>
    public static string Activity(string key)
    {
        for (var around = key; around.Length > 0; around = around[..Math.Max(0, around.LastIndexOf('.'))])
        {
            if (Find(around) is { } feature) return feature.Inert is null or Off ? "no" : $"only {feature.Inert}";
        }

        return "yes";
    }

    /// <summary>A setting that changes nothing yet.</summary>
    /// <param name="Inert">The value that asks for nothing more than what happens anyway; null if every value does.</param>
    /// <param name="Instead">What happens instead.</param>
    internal sealed record Feature(string? Inert, string Instead)
    {
        /// <summary>Whether this value asks for what is not there yet.</summary>
        public bool IsAskedFor(string value) => value != Inert;
    }
}
