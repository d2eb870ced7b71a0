using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MessageLB.Core.Configuration;

/// <summary>
/// Parts of a whole as people write them: <c>1%</c>, <c>99.9%</c>, or as a fraction with a decimal point, <c>0.01</c>. Values
/// are fractions from 0 to 1. A whole number without a sign is refused, because <c>1</c> may mean 1 % or 100 %. Pure and
/// thread-safe.
/// </summary>
public static class Percentage
{
    /// <summary>Reads a fraction from 0 to 1.</summary>
    /// <param name="text">What was written; blanks around the parts do not matter.</param>
    /// <param name="fraction">The fraction; 0 on failure.</param>
    /// <param name="problem">What is wrong, to be read behind the quoted text; null on success.</param>
    public static bool TryParse(string? text, out double fraction, [NotNullWhen(false)] out string? problem)
    {
        fraction = 0;
        problem = "is not a percentage: write 5%, 99.9% or a fraction such as 0.05";
        var whole = (text ?? "").Trim(' ');
        var rest = whole.AsSpan();
        if (rest.Length > NumberText.MaxLength || !NumberText.TryTake(ref rest, out var number)) return false;
        if (rest is "%") number /= 100;
        else if (!rest.IsEmpty) return false;
        else if (number != 0 && !whole.Contains('.', StringComparison.Ordinal))
        {
            problem = $"may mean two things: write {whole}% or a fraction such as 0.05";
            return false;
        }

        if (number > 1)
        {
            problem = "is more than the whole: write 0% to 100%, or 0.0 to 1.0";
            return false;
        }

        fraction = (double)number;
        problem = null;
        return true;
    }

    /// <summary>
    /// The text for a fraction: <c>1%</c>, <c>99.9%</c>. Read back it is the same to 12 digits, exact if it was written with fewer.
    /// What is no fraction is written as a bare number, so that messages can show it.
    /// </summary>
    public static string Format(double fraction)
    {
        if (fraction is not (>= 0 and <= 1)) return fraction.ToString(CultureInfo.InvariantCulture);
        return $"{NumberText.Format(Math.Round((decimal)fraction * 100, 12))}%";
    }
}
