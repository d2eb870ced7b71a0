using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>
/// Turns what a file and options say into a scenario: add their trees from the weakest to the strongest, then bind once. Nothing
/// throws for what users wrote; everything that is wrong is in <see cref="Findings"/>, all at once. Not thread-safe.
/// </summary>
/// <param name="files">Opens the recordings that the scenario names.</param>
public sealed class ScenarioBinder(ITraceFiles files)
{
    private readonly Binding _binding = new(ScenarioSchema.All, customPolicies: []);
    private ConfigMap _tree = ConfigTree.Empty;

    /// <summary>What was found out so far.</summary>
    public ConfigFindings Findings => _binding.Findings;

    /// <summary>Puts the tree of a stronger source over what is there.</summary>
    public void Add(ConfigMap tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        _tree = ConfigTree.Merge(_tree, tree, Findings);
    }

    /// <summary>Binds and checks; null if anything is wrong.</summary>
    /// <param name="picks">
    /// Names of cases, policies or baselines to compare in place of the scenario's; its baseline stays. Empty leaves the scenario's.
    /// </param>
    public Scenario? Bind(IReadOnlyList<CasePick> picks)
    {
        ArgumentNullException.ThrowIfNull(picks);
        var draft = new ScenarioDraft();
        ScenarioSchema.Root.Bind(ref draft, _tree, ConfigPath.Root, _binding);
        ScenarioSchema.Root.Check(draft, "", Findings);
        draft = LoadOption.Apply(CaseRules.Name(draft, Findings), Findings);
        (draft, var replay) = new ReplayReader(files, Findings).Read(draft);
        DestinationRules.Check(draft.Destinations, Findings);
        ArrivalRules.Check(draft, replay, Findings);
        ServiceRules.Check(draft, replay, Findings);
        SweepRules.Check(draft, Findings);
        var keyed = replay.HasArrivals ? replay.HasKeys : ScenarioCompletion.Kinds(draft, replay).Any(kind => kind.Keys > 0);
        CaseRules.Check(draft, keyed, hasOthers: picks.Count > 0, Findings);
        draft = CaseSelection.Apply(draft, picks, keyed, Findings);
        return Findings.IsValid ? ScenarioCompletion.Complete(draft, replay) : null;
    }
}
