namespace MessageLB.Core.Configuration;

/// <summary>
/// Turns what the sources say into a configuration: add their trees from the weakest source to the strongest, then bind once.
/// Nothing throws; everything that is wrong is in <see cref="Findings"/>, all at once. Not thread-safe.
/// </summary>
/// <param name="customPolicies">
/// Names of routing policies that are not built in; null accepts any name, for a host that knows its policies only later.
/// </param>
public sealed class ConfigBinder(IReadOnlyCollection<string>? customPolicies)
{
    private readonly Binding _binding = new(ConfigSchema.Keys, customPolicies);
    private ConfigMap _tree = ConfigTree.Empty;

    /// <summary>For the built-in routing policies.</summary>
    public ConfigBinder()
        : this([])
    {
    }

    /// <summary>What was found out so far.</summary>
    public ConfigFindings Findings => _binding.Findings;

    /// <summary>Puts the tree of a stronger source over what is there.</summary>
    public void Add(ConfigMap tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        _tree = ConfigTree.Merge(_tree, tree, Findings);
    }

    /// <summary>
    /// Binds the merged trees. Settings with mistakes keep their defaults, so the result is to be used only if
    /// <see cref="ConfigFindings.IsValid"/> still holds after <see cref="ConfigValidator"/> has looked at it too.
    /// </summary>
    public MessageLBConfig Bind()
    {
        var draft = new ConfigDraft();
        ConfigSchema.Root.Bind(ref draft, _tree, ConfigPath.Root, _binding);
        // The validator sees only what groups made of it, and mistakes that every group overrides are mistakes too.
        BalancingSchema.Section.Check(draft.LoadBalancer, BalancingSchema.Key, Findings);
        return draft.Complete();
    }
}
