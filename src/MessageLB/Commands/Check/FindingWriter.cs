using System.Globalization;
using MessageLB.CommandLine.Terminals;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Check;

/// <summary>Tells findings about a file as compilers do: place, kind, text, and the line with a mark.</summary>
internal sealed class FindingWriter(CheckInput input, TextWriter output)
{
    public void Write(IEnumerable<ConfigError> errors)
    {
        foreach (var error in errors)
        {
            output.WriteLine(Line("error", (error with { Origin = input.Show(error.Origin) }).ToString(), error.Origin));
            WriteExcerpt(error);
        }
    }

    public void Write(string kind, IEnumerable<ConfigRemark> remarks)
    {
        foreach (var remark in remarks) output.WriteLine(Line(kind, (remark with { Origin = input.Show(remark.Origin) }).ToString(), remark.Origin));
    }

    /// <summary>Puts the kind behind the place, where compilers have it: <c>file:1:2: error: …</c></summary>
    private string Line(string kind, string text, ConfigOrigin origin)
    {
        var place = input.Show(origin).ToString();
        return Secrets.Hide(place.Length > 0 && text.StartsWith(place, StringComparison.Ordinal) ? $"{place}: {kind}{text[place.Length..]}" : $"{kind}: {text}");
    }

    /// <summary>The line of the file with a mark under the place. Not for what is secret.</summary>
    private void WriteExcerpt(ConfigError error)
    {
        if (input.LineAt(error.Origin) is not { } line || line.Contains("password", StringComparison.OrdinalIgnoreCase) || Secrets.Hide(line) != line) return;
        var number = error.Origin.Line.ToString(CultureInfo.InvariantCulture);
        output.WriteLine($"  {number} | {line}");
        if (error.Origin.Column <= line.Length) output.WriteLine($"  {new string(' ', number.Length)} | {new string(' ', error.Origin.Column - 1)}^");
    }
}
