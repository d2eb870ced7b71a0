using System.Globalization;
using MessageLB.CommandLine.Rendering;
using MessageLB.Core.DeadLetters;
using MessageLB.Dispatcher.DeadLetters;
using MessageLB.Web.DeadLetters;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Dead;

/// <summary>Draws dead letters. What messages say is shown, never obeyed.</summary>
/// <param name="unicode">Whether block letters are available.</param>
internal sealed class DeadView(bool unicode)
{
    private const string Unknown = "–";
    private const int LongestError = 80;
    private const int MostNames = 3;

    /// <summary>One line about how much of it was seen.</summary>
    public static string Summary(string group, BrowseCount count, long meant)
    {
        var looked = count.Looked < count.Total ? $"looked at {Figures.Count(count.Looked)} of {Figures.Count(count.Total)} dead letters; --limit looks at more" : $"{Figures.Count(count.Total)} dead letters";
        return meant == count.Looked ? $"{group}: {looked}" : $"{group}: {Figures.Count(meant)} are meant; {looked}";
    }

    /// <summary>A table of letters.</summary>
    public IRenderable Draw(IReadOnlyList<DeadLetterResponse> letters)
    {
        var table = Table("Dead since", "Reason", "Error", "Attempt", "Tried", "Routing key", "Size", "Message id");
        foreach (var column in (int[])[3, 6]) table.Columns[column].RightAligned();
        foreach (var letter in letters)
        {
            AddRow(table, Time(letter.DeadAt), letter.Reason, Error(letter.ErrorKind, letter.Error), Attempt(letter), Join(letter.Tried), letter.RoutingKey, Figures.Count(letter.Size), letter.MessageId ?? Unknown);
        }

        return table;
    }

    /// <summary>A table of what they died of.</summary>
    public IRenderable Draw(IReadOnlyList<DeadLetterGroup> groups)
    {
        var table = Table("Count", "Reason", "Error", "First", "Last", "Tried", "Replayed", "One of them");
        foreach (var column in (int[])[0, 6]) table.Columns[column].RightAligned();
        foreach (var group in groups)
        {
            AddRow(table, Figures.Count(group.Count), group.Reason, Error(group.ErrorKind, group.Pattern), Time(group.First), Time(group.Last), Join(group.Destinations), Figures.Count(group.Replayed), group.SampleId ?? Unknown);
        }

        return table;
    }

    /// <summary>A letter with its headers and its body.</summary>
    public static IEnumerable<string> Describe(DeadLetterResponse letter)
    {
        yield return Line("message id", letter.MessageId ?? Unknown);
        yield return Line("reason", letter.Reason);
        yield return Line("error", Whole(letter.ErrorKind, letter.Error));
        yield return Line("attempt", Attempt(letter));
        yield return Line("tried", letter.Tried.Count == 0 ? Unknown : string.Join(", ", letter.Tried));
        yield return Line("dead since", Time(letter.DeadAt));
        yield return Line("published to", $"{(letter.Exchange is null ? "unknown exchange" : letter.Exchange.Length == 0 ? "default exchange" : letter.Exchange)}, routing key {letter.RoutingKey}");
        yield return Line("content type", letter.ContentType ?? Unknown);
        foreach (var (name, value) in letter.Headers ?? new Dictionary<string, string>()) yield return Line("header", $"{name}: {value}");
        var body = letter.Body!;
        var shown = body.Bytes < letter.Size ? $", the first {Figures.Count(body.Bytes)} shown" : string.Empty;
        yield return Line("body", $"{Figures.Count(letter.Size)} bytes as {body.Form}{shown}");
        yield return string.Empty;
        yield return body.Text;
    }

    private static string Line(string name, string value) => $"{name,-13} {HeaderText.Printable(value)}";

    private Table Table(params string[] columns)
    {
        var table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        foreach (var column in columns) table.AddColumn(column);
        return table;
    }

    private static void AddRow(Table table, params string[] cells) => table.AddRow(cells.Select(c => new Text(HeaderText.Printable(c))));

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? Unknown;

    private static string Attempt(DeadLetterResponse letter) =>
        string.Create(CultureInfo.InvariantCulture, $"{letter.Attempt}{(letter.Replayed > 0 ? $", replay {letter.Replayed}" : string.Empty)}");

    private static string Join(IReadOnlyList<string> names) =>
        names.Count == 0 ? Unknown : names.Count <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames))}, …";

    private static string Error(string? kind, string? text) => Whole(kind, text) is var whole && whole.Length <= LongestError ? whole : $"{whole[..LongestError]}…";

    private static string Whole(string? kind, string? text) => kind is null ? text ?? Unknown : string.IsNullOrEmpty(text) ? kind : $"{kind}: {text}";
}
