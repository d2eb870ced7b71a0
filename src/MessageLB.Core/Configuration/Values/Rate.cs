using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MessageLB.Core.Configuration;

/// <summary>
/// Rates as people write them: <c>1000/s</c>, <c>60/min</c>, <c>2k/s</c>, <c>1.5M/h</c>. The time is <c>s</c>, <c>m</c> (or
/// <c>min</c>), <c>h</c> or <c>d</c>; <c>k</c> stands for a thousand and <c>M</c> for a million. Values are per second. Pure
/// and thread-safe.
/// </summary>
public static class Rate
{
    /// <summary>Highest rate per second.</summary>
    public const double Highest = 1e12;

    private const string Hint = "is not a rate: write a number and a time, such as 1000/s, 60/min or 2k/s";

    private static readonly (string Name, int Seconds)[] Times = [("s", 1), ("min", 60), ("h", 3600), ("d", 86400)];

    /// <summary>Reads a rate of zero or more.</summary>
    /// <param name="text">What was written; blanks around the parts do not matter.</param>
    /// <param name="perSecond">The rate per second; 0 on failure.</param>
    /// <param name="problem">What is wrong, to be read behind the quoted text; null on success.</param>
    public static bool TryParse(string? text, out double perSecond, [NotNullWhen(false)] out string? problem)
    {
        perSecond = 0;
        problem = Hint;
        var rest = (text ?? "").AsSpan().Trim(' ');
        if (rest.Length > NumberText.MaxLength || !NumberText.TryTake(ref rest, out var number)) return false;
        var factor = Factor(NumberText.TakeUnit(ref rest));
        if (factor == 0 || rest is not ['/', ..]) return false;
        rest = rest[1..].TrimStart(' ');
        var seconds = Seconds(rest);
        if (seconds == 0) return false;
        var value = (double)number * factor / seconds;
        if (value > Highest)
        {
            problem = "is too high: the highest rate is 1000000M/s";
            return false;
        }

        perSecond = value;
        problem = null;
        return true;
    }

    /// <summary>
    /// The text for a rate per second, in the shortest time in which it is a number with at most three decimals:
    /// <c>1000/s</c>, <c>2.5/min</c>, <c>1/h</c>. Read back it is the same to 15 digits, exact if it was written like that. What is
    /// no rate is written as a bare number, so that messages can show it.
    /// </summary>
    public static string Format(double perSecond)
    {
        if (perSecond is not (>= 0 and <= Highest)) return perSecond.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, seconds) in Times)
        {
            var count = (decimal)(perSecond * seconds);
            if (count == Math.Round(count, 3) && (double)count / seconds == perSecond) return $"{Shorten(count)}/{name}";
        }

        return $"{NumberText.Format((decimal)perSecond)}/s";
    }

    private static string Shorten(decimal count) =>
        count >= 1_000_000_000 && count % 1_000_000 == 0 ? $"{NumberText.Format(count / 1_000_000)}M" : NumberText.Format(count);

    private static int Factor(ReadOnlySpan<char> prefix) => prefix switch
    {
        "" => 1,
        "k" or "K" => 1000,
        "M" => 1_000_000,
        _ => 0,
    };

    private static int Seconds(ReadOnlySpan<char> unit)
    {
        if (unit is "m") unit = "min";
        if (unit is "sec") unit = "s";
        foreach (var (name, seconds) in Times)
        {
            if (unit.SequenceEqual(name)) return seconds;
        }

        return 0;
    }
}
