using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Terminals;
using MessageLB.Dispatcher.Configuration;

namespace MessageLB.CommandLine.Commands.Check;

/// <summary>Checks a configuration file without starting anything.</summary>
internal sealed class CheckCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _file = new("file") { Description = "YAML file, or - for standard input." };
    private readonly Option<bool> _json = new("--json") { Description = "Write what was found as JSON." };
    private readonly Option<bool> _denyWarnings = new("--deny-warnings") { Description = "Treat warnings as errors." };

    public CheckCommand(Terminal terminal)
        : base("check", "Check a configuration: every error with file, line and column, then warnings, notices and what follows from the figures.")
    {
        _terminal = terminal;
        Arguments.Add(_file);
        Options.Add(_json);
        Options.Add(_denyWarnings);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("check a file", "messagelb check messagelb.yaml"),
        new("in a build, strictly", "messagelb check messagelb.yaml --deny-warnings --json"),
        new("from standard input", "cat messagelb.yaml | messagelb check -"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var input = await CheckInput.OpenAsync(arguments.GetValue(_file)!, _terminal, stop);
        var result = ConfigLoader.Load(new ConfigSources { FilePath = input.Path, Environment = _terminal.Environment });
        var report = new CheckReport(input, result);
        if (arguments.GetValue(_json)) await _terminal.Out.WriteLineAsync(report.ToJson());
        else report.Write(_terminal.Out);
        var refused = result.Errors.Count > 0 || (result.Warnings.Count > 0 && arguments.GetValue(_denyWarnings));
        return refused ? ExitCodes.Configuration : ExitCodes.Ok;
    }
}
