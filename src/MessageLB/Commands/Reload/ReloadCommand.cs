using System.CommandLine;
using MessageLB.CommandLine.Commands.Api;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.Web.Api;
using MessageLB.Web.Reloading;

namespace MessageLB.CommandLine.Commands.Reload;

/// <summary>Has a running dispatcher read its configuration again, over its HTTP API.</summary>
internal sealed class ReloadCommand : AppCommand
{
    // What changes is stopped first, and that waits for the broker's confirms.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Terminal _terminal;
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");
    private readonly Option<bool> _json = new("--json") { Description = "Write what the API tells." };

    public ReloadCommand(Terminal terminal)
        : base("reload", "Have a running dispatcher read its configuration again; one with an error changes nothing.")
    {
        _terminal = terminal;
        Options.Add(_json);
        Options.Add(_url);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("after the file was changed", "messagelb check messagelb.yaml && messagelb reload"),
        new("the same without the HTTP API", "kill -HUP \"$(pidof messagelb)\""),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var api = new ApiClient(HttpAddress.Read(arguments.GetValue(_url), _terminal));
        var text = await api.SendAsync(HttpMethod.Post, "api/v1/reload", Patience, stop);
        var answer = api.Read(text, ApiJsonContext.Readable.ReloadResponse);
        if (arguments.GetValue(_json))
        {
            await _terminal.Out.WriteLineAsync(text);
            return ExitCodes.Ok;
        }

        foreach (var warning in answer.Warnings) await _terminal.Error.WriteLineAsync($"warning: {warning}");
        foreach (var setting in answer.Configuration.NeedRestart) await _terminal.Error.WriteLineAsync($"warning: {setting}: changed, and takes effect at the next start only");
        await _terminal.Out.WriteLineAsync(Describe(answer));
        return ExitCodes.Ok;
    }

    private static string Describe(ReloadResponse answer)
    {
        var parts = new[] { Part("added", answer.Added), Part("changed", answer.Changed), Part("removed", answer.Removed), answer.AlertsChanged ? "alerts changed" : "" }.Where(part => part.Length > 0).ToList();
        return parts.Count == 0
            ? $"Nothing changed; configuration version {answer.Configuration.Version} stays in force."
            : $"Configuration version {answer.Configuration.Version} is in force: {string.Join("; ", parts)}.";
    }

    private static string Part(string verb, IReadOnlyList<string> groups) => groups.Count == 0 ? "" : $"{verb} {string.Join(", ", groups)}";
}
