using System.Globalization;
using MessageLB.Core.DeadLetters;
using MessageLB.Dispatcher.DeadLetters;
using Microsoft.AspNetCore.Http;

namespace MessageLB.Web.DeadLetters;

/// <summary>Reads what a look at dead letters asks for.</summary>
/// <param name="Filter">Which.</param>
/// <param name="Limit">Dead letters to look at.</param>
/// <param name="Body">Bytes of each body to show; null for none.</param>
internal sealed record DeadQuery(DeadLetterFilter Filter, int Limit, int? Body)
{
    private const int DefaultLimit = 1000;
    private const int MostBody = 64 * 1024;
    private const int MostWithBody = 100;

    private static readonly string[] Known = ["reason", "error", "destination", "since", "until", "id", "header", "limit", "body"];

    /// <summary>Most letters in one answer with bodies; what goes beyond is left out.</summary>
    public int MostLetters => Body is null ? int.MaxValue : MostWithBody;

    public static bool TryRead(IQueryCollection query, out DeadQuery read, out string? problem)
    {
        read = new DeadQuery(DeadLetterFilter.All, DefaultLimit, null);
        problem = query.Keys.FirstOrDefault(k => !Known.Contains(k)) is { } unknown ? $"There is no parameter '{unknown}'; there are {string.Join(", ", Known)}." : null;
        var headers = new List<KeyValuePair<string, string>>();
        var (limit, body, since, until) = ((int?)null, (int?)null, (DateTimeOffset?)null, (DateTimeOffset?)null);
        problem ??= ReadNumber(query, "limit", 1, DeadLetterOffice.MostBrowsed, out limit)
            ?? ReadNumber(query, "body", 0, MostBody, out body)
            ?? ReadTime(query, "since", out since)
            ?? ReadTime(query, "until", out until)
            ?? ReadHeaders(query, headers);
        if (problem is not null) return false;
        var filter = new DeadLetterFilter
        {
            Reason = Text(query, "reason"), Error = Text(query, "error"), Destination = Text(query, "destination"),
            Since = since, Until = until, Ids = [.. query["id"].OfType<string>()], Headers = headers,
        };
        read = new DeadQuery(filter, limit ?? DefaultLimit, body);
        return true;
    }

    private static string? ReadNumber(IQueryCollection query, string name, int least, int most, out int? value)
    {
        value = null;
        if (Text(query, name) is not { } text) return null;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most) return $"'{name}' is '{text}'; write a whole number from {least} to {most}.";
        value = number;
        return null;
    }

    private static string? ReadTime(IQueryCollection query, string name, out DateTimeOffset? value)
    {
        value = null;
        if (Text(query, name) is not { } text) return null;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return $"'{name}' is '{text}'; write a time such as 2026-11-26T08:00:00Z.";
        value = time;
        return null;
    }

    private static string? ReadHeaders(IQueryCollection query, List<KeyValuePair<string, string>> headers)
    {
        foreach (var text in query["header"].OfType<string>())
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) return $"'header' is '{text}'; write name=value.";
            headers.Add(new(text[..equals], text[(equals + 1)..]));
        }

        return null;
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
}
