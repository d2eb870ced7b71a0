using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MessageLB.CommandLine.Terminals;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Configuration;

namespace MessageLB.CommandLine.Commands.Check;

/// <summary>Tells what a check has found, for people or as JSON.</summary>
internal sealed class CheckReport(CheckInput input, ConfigResult result)
{
    private static readonly CheckJsonContext Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public string ToJson()
    {
        var answer = new CheckAnswer(
            result.Errors.Count == 0,
            [.. result.Errors.Select(e => Finding(e.Path, e.Origin, e.Value is null ? e.Rule : $"\"{e.Value}\" {e.Rule}", e.Suggestion))],
            Findings(result.Warnings),
            Findings(result.Notices),
            Findings(result.Consequences));
        return JsonSerializer.Serialize(answer, Json.CheckAnswer);
    }

    public void Write(TextWriter output)
    {
        var findings = new FindingWriter(input, output);
        findings.Write(result.Errors);
        findings.Write("warning", result.Warnings);
        findings.Write("notice", result.Notices);
        findings.Write("note", result.Consequences);
        output.WriteLine(Verdict());
    }

    private static string Count(int count, string word) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {word}{(count == 1 ? string.Empty : "s")}");

    private string Verdict()
    {
        var counts = $"{Count(result.Errors.Count, "error")}, {Count(result.Warnings.Count, "warning")}, {Count(result.Notices.Count, "notice")}";
        return result.Config is { } config
            ? $"{input.Name} is valid ({counts}): {Count(config.Groups.Count, "group")}, broker {config.Broker}"
            : $"{input.Name} is not valid ({counts})";
    }

    private IReadOnlyList<CheckFinding> Findings(IEnumerable<ConfigRemark> remarks) => [.. remarks.Select(r => Finding(r.Path, r.Origin, r.Text, null))];

    private CheckFinding Finding(string path, ConfigOrigin origin, string text, string? suggestion)
    {
        var shown = input.Show(origin);
        return new CheckFinding(path, shown.Kind.ToString().ToLowerInvariant(), shown.Name, shown.Line, shown.Column, Secrets.Hide(text), suggestion);
    }
}
