using System.CommandLine;
using MessageLB.Core.Routing;

namespace MessageLB.CommandLine.Options;

/// <summary>A routing policy by any of its names.</summary>
internal static class PolicyName
{
    public static Option<string?> Create(string description) => new("--policy")
    {
        Description = description,
        HelpName = "name",
        CustomParser = static result =>
        {
            var text = result.Tokens[^1].Value;
            if (TryRead(text, out var name, out var problem)) return name;
            result.AddError($"--policy: \"{text}\" {problem}.");
            return null;
        },
    };

    /// <summary>Reads a name or an alias.</summary>
    public static bool TryRead(string text, out string name, out string? problem)
    {
        var known = RoutingPolicyNames.Resolve(text);
        name = known ?? text;
        problem = known is null ? $"is no routing policy; there are {string.Join(", ", RoutingPolicyNames.All)}" : null;
        return known is not null;
    }
}
