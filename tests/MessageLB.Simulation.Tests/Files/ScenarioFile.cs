using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Configuration;

namespace MessageLB.Simulation.Tests.Files;

/// <summary>A scenario read from a text as if it were the file s.yaml, with recordings from texts.</summary>
internal sealed class ScenarioFile : ITraceFiles
{
    /// <summary>The least that a scenario needs.</summary>
    public const string Minimal = """
        destinations: {a: {speed: 2}, b: {}}
        arrivals: {load: 0.7}
        compare: [response_time]

        """;

    private readonly Dictionary<string, string> _traces = [];
    private readonly List<ConfigEntry> _options = [];
    private readonly List<CasePick> _picks = [];

    public ScenarioFile(string text)
    {
        Text = text;
        Binder = new ScenarioBinder(this);
    }

    public string Text { get; }

    public ScenarioBinder Binder { get; }

    /// <summary>Every error as it would be shown.</summary>
    public IReadOnlyList<string> Errors => [.. Binder.Findings.Errors.Select(error => error.ToString())];

    public IReadOnlyList<string> Warnings => [.. Binder.Findings.Warnings.Select(warning => warning.ToString())];

    public IReadOnlyList<string> Notices => [.. Binder.Findings.Notices.Select(notice => notice.ToString())];

    public static Scenario Valid(string text)
    {
        var file = new ScenarioFile(text);
        var scenario = file.Bind();
        Xunit.Assert.Empty(file.Errors);
        return scenario!;
    }

    public static ScenarioFile Bound(string text)
    {
        var file = new ScenarioFile(text);
        file.Bind();
        return file;
    }

    public ScenarioFile WithTrace(string name, params string[] lines)
    {
        _traces[name] = string.Join('\n', lines);
        return this;
    }

    /// <summary>An option of the command line that sets a key.</summary>
    public ScenarioFile WithOption(string option, string key, string value)
    {
        var origin = ConfigOrigin.CommandLine(option);
        ConfigNode node = new ConfigScalar(value, origin);
        foreach (var outer in key.Split('.').Reverse().SkipLast(1)) node = new ConfigMap([new ConfigEntry(outer, origin, node)], origin);
        _options.Add(new ConfigEntry(key.Split('.')[0], origin, node));
        return this;
    }

    public ScenarioFile WithPick(string name)
    {
        _picks.Add(new CasePick(name, ConfigOrigin.CommandLine("--policy")));
        return this;
    }

    public Scenario? Bind()
    {
        var folder = Directory.CreateTempSubdirectory("messagelb-scenario-");
        try
        {
            var path = Path.Combine(folder.FullName, "s.yaml");
            File.WriteAllText(path, Text);
            var tree = YamlFile.Read(path, Binder.Findings);
            if (tree is null) return null;
            Binder.Add((ConfigMap)Renamed(tree));
            Binder.Add(new ConfigMap(_options, ConfigOrigin.Code));
            return Binder.Bind(_picks);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    TextReader ITraceFiles.Open(string path) =>
        _traces.TryGetValue(path, out var text) ? new StringReader(text) : throw new FileNotFoundException("there is no such file");

    /// <summary>The tree with a short name of the file, as tests write places.</summary>
    private static ConfigNode Renamed(ConfigNode node) => node switch
    {
        ConfigMap map => new ConfigMap([.. map.Entries.Select(entry => new ConfigEntry(entry.Key, Renamed(entry.KeyOrigin), Renamed(entry.Value)))], Renamed(map.Origin), map.Self is null ? null : (ConfigScalar)Renamed(map.Self)),
        ConfigList list => new ConfigList([.. list.Items.Select(Renamed)], Renamed(list.Origin)),
        _ => new ConfigScalar(((ConfigScalar)node).Text, Renamed(node.Origin)),
    };

    private static ConfigOrigin Renamed(ConfigOrigin origin) => origin with { Name = "s.yaml" };
}
