using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Api;

/// <summary>Shows what a running dispatcher knows of each group over time, as its HTTP API tells it.</summary>
/// <typeparam name="TAll">Answer for all groups.</typeparam>
/// <typeparam name="TOne">Answer for one.</typeparam>
internal abstract class GroupViewCommand<TAll, TOne> : AppCommand
    where TAll : class
    where TOne : class
{
    private readonly Terminal _terminal;
    private readonly Func<Uri, GroupViewClient<TAll, TOne>> _connect;
    private readonly Argument<string?> _group = new("group") { Description = "Group to show. Default: all.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<TimeSpan?> _window = WindowOption.Create();
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the answer of the API as it is, with every window." };

    /// <param name="terminal">Where it writes.</param>
    /// <param name="view">Name of the command and of the view in the API.</param>
    /// <param name="description">For the help.</param>
    /// <param name="all">How the answer for all groups is read.</param>
    /// <param name="one">How the answer for one is read.</param>
    /// <param name="groups">The groups in the answer for all.</param>
    protected GroupViewCommand(Terminal terminal, string view, string description, JsonTypeInfo<TAll> all, JsonTypeInfo<TOne> one, Func<TAll, IReadOnlyList<TOne>> groups)
        : base(view, description)
    {
        _terminal = terminal;
        _connect = address => new GroupViewClient<TAll, TOne>(address, view, all, one, groups);
        Arguments.Add(_group);
        foreach (var option in (Option[])[_window, _json, _url]) Options.Add(option);
    }

    /// <summary>Draws the groups.</summary>
    /// <param name="groups">What is known of them.</param>
    /// <param name="window">The window that is shown.</param>
    /// <param name="unicode">Whether lines, arrows and bars are available.</param>
    protected abstract IRenderable Draw(IReadOnlyList<TOne> groups, TimeSpan window, bool unicode);

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = _connect(HttpAddress.Read(arguments.GetValue(_url), _terminal));
        var group = arguments.GetValue(_group);
        if (arguments.GetValue(_json))
        {
            await _terminal.Out.WriteLineAsync(await client.ReadTextAsync(group, stop));
            return ExitCodes.Ok;
        }

        var console = _terminal.CreateConsole();
        console.Write(Draw(await client.ReadAsync(group, stop), arguments.GetValue(_window) ?? WindowOption.Default, console.Profile.Capabilities.Unicode));
        return ExitCodes.Ok;
    }
}
