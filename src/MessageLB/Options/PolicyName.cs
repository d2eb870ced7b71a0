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
            if (RoutingPolicyNames.Resolve(text) is { } name) return name;
            result.AddError($"--policy: \"{text}\" is no routing policy; there are {string.Join(", ", RoutingPolicyNames.All)}.");
            return null;
        },
    };
}
