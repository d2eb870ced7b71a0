namespace MessageLB.Core.Configuration;

/// <summary>What is known while one tree is bound: the mistakes found so far, and where each setting was written.</summary>
internal sealed class Binding
{
    private const string Balancer = "load_balancer";
    private const string Groups = "groups.";

    private readonly Dictionary<string, ConfigPlace> _places = [];
    private readonly ILookup<string, string> _schema;

    /// <param name="schema">Every key there is, for guesses at what was meant.</param>
    /// <param name="customPolicies">Names of policies that are not built in; null accepts any.</param>
    public Binding(IReadOnlyList<SchemaKey> schema, IReadOnlyCollection<string>? customPolicies)
    {
        CustomPolicies = customPolicies;
        _schema = schema.Select(known => known.Key).ToLookup(key => ConfigKeys.Fold(key[(key.LastIndexOf('.') + 1)..]));
        Findings = new ConfigFindings(Locate);
    }

    public ConfigFindings Findings { get; }

    public IReadOnlyCollection<string>? CustomPolicies { get; }

    /// <summary>A node in words.</summary>
    public static string Describe(ConfigNode node) => node switch
    {
        ConfigMap => "a map",
        ConfigList => "a list",
        _ => "a single value",
    };

    /// <summary>Remembers where something was written.</summary>
    public void At(ConfigPath path, ConfigOrigin origin) => _places[path.Bound] = new ConfigPlace(path.Shown, origin, Written: true);

    /// <summary>Remembers where a setting was written, and notes if what it asks for is not active yet.</summary>
    /// <param name="path">The setting.</param>
    /// <param name="origin">Where it was written.</param>
    /// <param name="value">What it asks for, as the schema would write it.</param>
    public void Saw(ConfigPath path, ConfigOrigin origin, string value)
    {
        At(path, origin);
        if (NotYetActive.Find(path.Key) is { } feature && feature.IsAskedFor(value))
        {
            Findings.Notice(path.Shown, origin, $"not active yet: {feature.Instead}");
        }
    }

    /// <summary>Reports a key that nobody knows: a mistake, but only a warning in the environment, which is not ours alone.</summary>
    public void Unknown(ConfigEntry entry, ConfigPath parent, IEnumerable<string> known)
    {
        if (Findings.IsFull) return;
        var path = ConfigPath.Join(parent.Shown, entry.Key);
        var meant = ConfigKeys.Closest(entry.Key, known) ?? Elsewhere(entry.Key, parent.Key);
        if (entry.KeyOrigin.Kind != ConfigOriginKind.Environment) Findings.Error(path, entry.KeyOrigin, null, "unknown key", meant);
        else Findings.Warn(path, entry.KeyOrigin, "unknown key, ignored" + (meant is null ? "" : $". Did you mean '{meant}'?"));
    }

    /// <summary>
    /// Where the setting at a path of the bound records was written: there, or in the section that all groups inherit from, or
    /// whatever encloses it.
    /// </summary>
    private ConfigPlace Locate(string path)
    {
        if (_places.TryGetValue(path, out var place)) return place;
        if (Inherited(path) is { } inherited && _places.TryGetValue(inherited, out place)) return place;
        for (var around = Around(path); around.Length > 0; around = Around(around))
        {
            if (_places.TryGetValue(around, out place)) return new ConfigPlace(path, place.Origin, Written: false);
        }

        return new ConfigPlace(path, ConfigOrigin.Code, Written: false);
    }

    private static string? Inherited(string path)
    {
        if (!path.StartsWith(Groups, StringComparison.Ordinal)) return null;
        var dot = path.IndexOf('.', Groups.Length);
        return dot < 0 ? null : Balancer + path[dot..];
    }

    private static string Around(string path) => path[..Math.Max(0, path.AsSpan().LastIndexOfAny('.', '['))];

    private string? Elsewhere(string key, string parent)
    {
        var matches = _schema[ConfigKeys.Fold(key)].ToList();
        return matches.Find(path => path.StartsWith(parent + ".", StringComparison.Ordinal)) ?? matches.FirstOrDefault();
    }
}
