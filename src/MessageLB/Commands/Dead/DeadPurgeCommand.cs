using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Dead;

/// <summary>Deletes dead letters.</summary>
internal sealed class DeadPurgeCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly DeadBroker _broker;
    private readonly DeadFilterOptions _filter;
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be deleted." };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask." };
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };

    public DeadPurgeCommand(Terminal terminal)
        : base("purge", "Delete dead letters for good.")
    {
        _terminal = terminal;
        (_broker, _filter) = (new DeadBroker(terminal), new DeadFilterOptions(terminal.Time));
        _broker.AddTo(this);
        _filter.AddTo(this);
        foreach (var option in (Option[])[_dryRun, _yes, _json]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("what would be deleted", "messagelb dead purge orders --until 30d --dry-run --broker amqp://localhost"),
        new("those that expired", "messagelb dead purge orders --reason expired --broker amqp://localhost"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var (group, filter, json) = (_broker.Group(arguments), _filter.Read(arguments), arguments.GetValue(_json));
        await using var session = await _broker.OpenAsync(arguments, stop);
        var run = new DeadPassRun(_terminal, session, group, "delete", "deleted");
        if (arguments.GetValue(_dryRun)) return await run.TryAsync(filter, long.MaxValue, json, stop);
        if (!arguments.GetValue(_yes) && !await run.AskAsync("Delete for good", filter, stop)) return ExitCodes.Ok;
        return await run.RunAsync((office, tally) => office.PurgeAsync(filter, tally, stop), json);
    }
}
