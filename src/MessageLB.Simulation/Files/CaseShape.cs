using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;

namespace MessageLB.Simulation;

/// <summary>
/// A case: the name of a policy or of a baseline, or a map of a group's settings. What a scenario says itself, such as
/// destinations, and what belongs to the transport, such as frames, is no part of it.
/// </summary>
internal sealed class CaseShape : Shape<SimulatedCase>
{
    private const string BaselineKey = "baseline";
    private const string PrefetchKey = "prefetch";

    private static readonly (string Word, BaselineKind Kind)[] Words =
    [
        ("competing_consumers", BaselineKind.CompetingConsumers),
        ("random_exchange", BaselineKind.RandomExchange),
        ("consistent_hash_exchange", BaselineKind.ConsistentHashExchange),
    ];

    /// <summary>Settings of a group that a case does not take, with the reason.</summary>
    private static readonly Dictionary<string, string> NotOfACase = new(RuleSchema.Settings.Select(rule => KeyValuePair.Create(rule.Key, "is not simulated: it comes before the policy")))
    {
        ["routes"] = "is not simulated: every message is for the group",
        ["discovery"] = "is not simulated: the scenario lists the destinations",
        ["destinations"] = "belongs to the scenario: all cases have the same destinations",
        ["delivery"] = "is not simulated",
        ["fallback"] = "is not simulated: there is one group",
        ["when_none"] = "is not simulated: every message waits for somebody",
        ["frame_delay"] = "is not simulated: there are no frames",
    };

    private static readonly Settings<SimulatedCase> Own = new()
    {
        { "name", c => c.Name, (c, v) => c with { Name = v ?? "" }, Scalars.Line },
        { BaselineKey, c => c.Baseline == BaselineKind.None ? null : c.Baseline, (c, v) => c with { Baseline = v ?? BaselineKind.None }, new OptionalShape<BaselineKind>(Scalars.Choice(Words)) },
        { PrefetchKey, c => c.Prefetch, (c, v) => c with { Prefetch = v }, Scalars.Whole(0, 100_000) },
    };

    private static readonly Section<SimulatedCase> Section = new(
        [.. Own, .. GroupSchema.Settings.Where(setting => setting.Key != PrefetchKey && !NotOfACase.ContainsKey(setting.Key)).Select(setting => new LiftedSetting(setting))]);

    /// <summary>A case before it is read.</summary>
    public static SimulatedCase Seed { get; } = new() { Name = "" };

    public override string Type => "policy, baseline or map";

    /// <summary>The word of a baseline.</summary>
    public static string WordOf(BaselineKind kind) => Array.Find(Words, word => word.Kind == kind).Word;

    /// <summary>The case that a single word means; null if it means none, with the reason.</summary>
    public static SimulatedCase? Find(string word, out Problem problem)
    {
        problem = default;
        var baseline = Array.Find(Words, known => ConfigKeys.Same(known.Word, word));
        if (baseline.Word is not null) return Seed with { Baseline = baseline.Kind };
        if (RoutingPolicyNames.Resolve(word) is { } policy) return Seed with { Group = GroupConfig.Default with { Algorithm = policy } };
        var baselines = Words.Select(known => known.Word).ToList();
        var meant = ConfigKeys.Closest(word, RoutingPolicyNames.All.Concat(baselines).Concat(RoutingPolicyNames.Aliases.Keys));
        problem = new Problem($"is neither a routing policy nor a baseline: use one of {string.Join(", ", RoutingPolicyNames.All.Concat(baselines))}", meant);
        return null;
    }

    /// <summary>What is to be said of the word that a case was found by.</summary>
    public static string? RemarkOn(string word, SimulatedCase found) =>
        found.Baseline == BaselineKind.None ? PolicyShape.RemarkOn(word, found.Group.Algorithm) : null;

    public override bool Bind(ref SimulatedCase value, ConfigNode node, ConfigPath path, Binding binding)
    {
        if (node is ConfigMap map) return Section.Bind(ref value, Known(map, path, binding), path, binding);
        if (node is not ConfigScalar { Text: { } text }) return Section.Bind(ref value, node, path, binding);
        binding.At(path, node.Origin);
        if (Find(text, out var problem) is not { } found)
        {
            binding.Findings.Error(path.Shown, node.Origin, text, problem.Rule, problem.Suggestion);
            // Not the name of what an empty case would be, which may stand elsewhere in the list.
            value = value with { Name = text };
            return false;
        }

        value = found;
        if (RemarkOn(text, found) is { } remark) binding.Findings.Notice(path.Shown, node.Origin, remark);
        return true;
    }

    /// <summary>The map without what a group has and a case has not, each of which is an error that says why.</summary>
    private static ConfigMap Known(ConfigMap map, ConfigPath path, Binding binding)
    {
        var others = map.Entries.Select(entry => (Entry: entry, Rule: NotOfACase.FirstOrDefault(other => ConfigKeys.Same(other.Key, entry.Key)).Value)).ToLookup(pair => pair.Rule is not null);
        foreach (var (entry, rule) in others[true]) binding.Findings.Error(ConfigPath.Join(path.Shown, entry.Key), entry.KeyOrigin, null, rule);
        return new ConfigMap([.. others[false].Select(pair => pair.Entry)], map.Origin, map.Self);
    }

    public override void Check(SimulatedCase value, string path, ConfigFindings findings) => Section.Check(value, path, findings);

    public override IEnumerable<SchemaKey> Describe(string key, SimulatedCase defaults) => Section.Describe(key, defaults);
}
