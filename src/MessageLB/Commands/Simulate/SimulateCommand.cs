using System.CommandLine;
using MessageLB.CommandLine.Commands.Check;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Terminals;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Configuration;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Simulate;

/// <summary>Tries routing policies on a workload in virtual time.</summary>
internal sealed class SimulateCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly SimulateOptions _options = new();
    private readonly Argument<string> _file = new("scenario") { Description = "YAML file with the scenario, or - for standard input." };
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };
    private readonly Option<string?> _html = new("--html") { Description = "Write a report with charts as one self-contained HTML file too.", HelpName = "file" };

    public SimulateCommand(Terminal terminal)
        : base("simulate", "Try routing policies on a workload before they route: the dispatcher's own policies and windows, in virtual time.")
    {
        _terminal = terminal;
        Arguments.Add(_file);
        _options.AddTo(this);
        Options.Add(_html);
        Options.Add(_json);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("run a scenario and look at the table", "messagelb simulate scenario.yaml"),
        new("with charts, to show others", "messagelb simulate scenario.yaml --html report.html"),
        new("a quick look at another policy and load", "messagelb simulate scenario.yaml --policy power_of_two --load 0.9 --messages 50000 --seeds 2"),
        new("what would have been on real traffic", "messagelb record --seconds 60 --output orders.jsonl && messagelb simulate scenario.yaml --from orders.jsonl"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var input = await CheckInput.OpenAsync(arguments.GetValue(_file)!, _terminal, stop);
        if (Read(input, arguments) is not { } scenario) return ExitCodes.Configuration;
        var html = arguments.GetValue(_html);
        if (html is not null) ReportFile.CheckWritable(html);
        var result = await RunAsync(scenario, stop);
        if (arguments.GetValue(_json)) await _terminal.Out.WriteLineAsync(SimulateAnswer.ToJson(result));
        else Show(result);
        if (html is not null) await ReportFile.WriteAsync(html, HtmlReport.Render(result, input.ReadText()), stop);
        return ExitCodes.Ok;
    }

    private Scenario? Read(CheckInput input, ParseResult arguments)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(input.Path))!;
        var binder = new ScenarioBinder(new TraceFiles(folder, _options.Recording(arguments)));
        var writer = new FindingWriter(input, _terminal.Error);
        Scenario? scenario = null;
        if (YamlFile.Read(input.Path, binder.Findings) is { } tree)
        {
            binder.Add(tree);
            binder.Add(_options.Tree(arguments));
            scenario = binder.Bind(_options.Picks(arguments));
        }

        writer.Write(binder.Findings.Errors);
        writer.Write("warning", binder.Findings.Warnings);
        writer.Write("notice", binder.Findings.Notices);
        if (scenario is not null) return scenario.Name.Length > 0 ? scenario : scenario with { Name = Path.GetFileNameWithoutExtension(input.Name) };
        var errors = binder.Findings.Errors.Count;
        _terminal.Error.WriteLine($"messagelb: the scenario has {(errors == 1 ? "an error" : $"{errors} errors")}; nothing was simulated.");
        return null;
    }

    private async Task<SimulationResult> RunAsync(Scenario scenario, CancellationToken stop)
    {
        using var progress = new SimulateProgress(_terminal);
        var simulator = new Simulator(RoutingPolicyRegistry.BuiltIn);
        // The simulator computes for a long time; the command must hear Ctrl-C meanwhile.
        return await Task.Run(() => simulator.Run(scenario, progress.IsShown ? progress : null, stop), CancellationToken.None);
    }

    private void Show(SimulationResult result)
    {
        var console = _terminal.CreateConsole();
        console.Write(new SimulateView(console.Profile.Capabilities.Unicode).Draw(result));
    }
}
