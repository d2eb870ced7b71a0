using MessageLB.Core.Routing;

namespace MessageLB.Core.Configuration;

/// <summary>The name of a routing policy: a built-in one or an alias of it, or a custom one that the binding knows of.</summary>
internal sealed class PolicyShape : Shape<string>
{
    public override string Type => "policy";

    public override string Range => "name or alias of a policy";

    public override string Format(string value) => value;

    public override bool Bind(ref string value, ConfigNode node, ConfigPath path, Binding binding)
    {
        if (node is not ConfigScalar scalar)
        {
            binding.Findings.Error(path.Shown, node.Origin, null, $"must be a single value ({Type}), not {Binding.Describe(node)}");
            return false;
        }

        if (scalar.Text is not { } text) return false;
        binding.At(path, node.Origin);
        if (Resolve(text, binding.CustomPolicies) is not { } name)
        {
            var problem = PolicyRules.Unknown(text, binding.CustomPolicies ?? []);
            binding.Findings.Error(path.Shown, node.Origin, text, problem.Rule, problem.Suggestion);
            return false;
        }

        value = name;
        binding.Saw(path, node.Origin, name);
        if (RemarkOn(text, name) is { } remark) binding.Findings.Notice(path.Shown, node.Origin, remark);
        return true;
    }

    /// <summary>What is to be said of a name as it was written; null if nothing.</summary>
    public static string? RemarkOn(string text, string name) => RoutingPolicyNames.IsAlias(text) ? $"'{text}' means '{name}'" : null;

    private static string? Resolve(string text, IReadOnlyCollection<string>? custom)
    {
        if (RoutingPolicyNames.Resolve(text) is { } builtIn) return builtIn;
        var name = RoutingPolicyNames.Normalise(text);
        if (custom is null) return Names.IsValid(name) ? name : null;
        return custom.Any(known => RoutingPolicyNames.Normalise(known) == name) ? name : null;
    }
}
