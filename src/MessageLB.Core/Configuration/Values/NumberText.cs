using System.Globalization;

namespace MessageLB.Core.Configuration;

/// <summary>Reads the number at the start of a quantity such as <c>1.5s</c>: digits with at most one decimal point.</summary>
internal static class NumberText
{
    /// <summary>Longest quantity looked at; what people write is far shorter.</summary>
    public const int MaxLength = 64;

    /// <summary>Takes a number off the front of <paramref name="rest"/>, and the blanks behind it.</summary>
    public static bool TryTake(ref ReadOnlySpan<char> rest, out decimal number)
    {
        var length = 0;
        while (length < rest.Length && (char.IsAsciiDigit(rest[length]) || rest[length] == '.')) length++;
        var taken = decimal.TryParse(rest[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
        rest = rest[length..].TrimStart(' ');
        return taken;
    }

    /// <summary>Takes the letters of a unit off the front of <paramref name="rest"/>, and the blanks behind them.</summary>
    public static ReadOnlySpan<char> TakeUnit(ref ReadOnlySpan<char> rest)
    {
        var length = 0;
        while (length < rest.Length && (char.IsLetter(rest[length]) || rest[length] == '%')) length++;
        var unit = rest[..length];
        rest = rest[length..].TrimStart(' ');
        return unit;
    }

    /// <summary>Shortest decimal text, without exponent.</summary>
    public static string Format(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
