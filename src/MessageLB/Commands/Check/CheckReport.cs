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
        foreach (var error in result.Errors)
        {
            output.WriteLine(Line("error", (error with { Origin = input.Show(error.Origin) }).ToString(), error.Origin));
            WriteExcerpt(output, error);
        }

        Write(output, "warning", result.Warnings);
        Write(output, "notice", result.Notices);
        Write(output, "note", result.Consequences);
        output.WriteLine(Verdict());
    }

    private static string Count(int count, string word) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {word}{(count == 1 ? string.Empty : "s")}");

    /// <summary>Puts the kind behind the place, where compilers have it: <c>file:1:2: error: …</c></summary>
    private string Line(string kind, string text, ConfigOrigin origin)
    {
        var place = input.Show(origin).ToString();
        return Secrets.Hide(place.Length > 0 && text.StartsWith(place, StringComparison.Ordinal) ? $"{place}: {kind}{text[place.Length..]}" : $"{kind}: {text}");
    }

    private void Write(TextWriter output, string kind, IEnumerable<ConfigRemark> remarks)
    {
        foreach (var remark in remarks) output.WriteLine(Line(kind, (remark with { Origin = input.Show(remark.Origin) }).ToString(), remark.Origin));
    }

    /// <summary>The line of the file with a mark under the place. Not for what is secret.</summary>
    private void WriteExcerpt(TextWriter output, ConfigError error)
    {
        if (input.LineAt(error.Origin) is not { } line || line.Contains("password", StringComparison.OrdinalIgnoreCase) || Secrets.Hide(line) != line) return;
        var number = error.Origin.Line.ToString(CultureInfo.InvariantCulture);
        output.WriteLine($"  {number} | {line}");
        if (error.Origin.Column <= line.Length) output.WriteLine($"  {new string(' ', number.Length)} | {new string(' ', error.Origin.Column - 1)}^");
    }

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
