using System.CommandLine;
using System.Globalization;
using MessageLB.CommandLine.Options;
using MessageLB.Core.Configuration;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Simulate;

/// <summary>What the command line puts over the scenario's file.</summary>
internal sealed class SimulateOptions
{
    private readonly Option<string?> _policy = Text("--policy", "names", "Compare these in place of the scenario's cases: cases, policies or baselines, with commas. The baseline stays.");
    private readonly Option<int?> _messages = ValueParser.Count("--messages", "Messages of each run, in place of the scenario's.", 1000, 100_000_000);
    private readonly Option<string?> _seeds = Text("--seeds", "seeds", "Number of seeds, such as 5, or seeds, such as 7,8,9, in place of the scenario's.");
    private readonly Option<string?> _load = Text("--load", "load", "Load, such as 0.9, in place of the scenario's rate, load or sweep of loads.");
    private readonly Option<string?> _from = Text("--from", "file", "Replay the arrivals and service times of a recording of a running dispatcher.");

    /// <summary>The recording; null for none.</summary>
    public string? Recording(ParseResult arguments) => arguments.GetValue(_from);

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_policy, _messages, _seeds, _load, _from]) command.Options.Add(option);
    }

    /// <summary>The settings as a source that is stronger than the file.</summary>
    public ConfigMap Tree(ParseResult arguments)
    {
        var entries = new List<ConfigEntry>();
        Add(entries, "messages", _messages, arguments.GetValue(_messages)?.ToString(CultureInfo.InvariantCulture));
        Add(entries, "seeds", _seeds, arguments.GetValue(_seeds));
        Add(entries, "recording", _from, arguments.GetValue(_from));
        if (arguments.GetValue(_load) is not null)
        {
            var load = new List<ConfigEntry>();
            Add(load, "load", _load, arguments.GetValue(_load));
            entries.Add(new ConfigEntry("arrivals", load[0].KeyOrigin, new ConfigMap(load, load[0].KeyOrigin)));
        }

        return new ConfigMap(entries, ConfigOrigin.Code);
    }

    /// <summary>The cases to compare in place of the scenario's.</summary>
    public IReadOnlyList<CasePick> Picks(ParseResult arguments)
    {
        const StringSplitOptions parts = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        return [.. (arguments.GetValue(_policy) ?? "").Split(',', parts).Select(name => new CasePick(name, ConfigOrigin.CommandLine(_policy.Name)))];
    }

    private static Option<string?> Text(string name, string placeholder, string description) => new(name) { Description = description, HelpName = placeholder };

    private static void Add(List<ConfigEntry> entries, string key, Option option, string? value)
    {
        if (value is null) return;
        var origin = ConfigOrigin.CommandLine(option.Name);
        entries.Add(new ConfigEntry(key, origin, new ConfigScalar(value, origin)));
    }
}
