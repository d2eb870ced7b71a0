using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MessageLB.Core.Configuration;

/// <summary>A range of HTTP status codes, both ends included: <c>200-399</c>, or one code.</summary>
/// <param name="Lowest">Lowest code, 100 to 599.</param>
/// <param name="Highest">Highest code, 100 to 599.</param>
public readonly record struct StatusRange(int Lowest, int Highest)
{
    private const int First = 100;
    private const int Last = 599;

    /// <summary>200 to 399.</summary>
    public static StatusRange Default { get; } = new(200, 399);

    /// <summary>Whether a code is in the range.</summary>
    public bool Contains(int code) => code >= Lowest && code <= Highest;

    /// <summary>Reads a range; on failure <paramref name="problem"/> is to be read behind the quoted text.</summary>
    public static bool TryParse(string? text, out StatusRange range, [NotNullWhen(false)] out string? problem)
    {
        range = default;
        problem = "is no range of status codes: write 200-399, or one code such as 204";
        var parts = (text ?? "").Split('-', StringSplitOptions.TrimEntries);
        if (parts.Length is 0 or > 2 || !TryCode(parts[0], out var lowest) || !TryCode(parts[^1], out var highest)) return false;
        if (lowest > highest)
        {
            problem = $"begins after its end: write {highest}-{lowest}";
            return false;
        }

        (range, problem) = (new StatusRange(lowest, highest), null);
        return true;
    }

    /// <summary>The text for a range.</summary>
    public override string ToString() => Lowest == Highest ? Text(Lowest) : $"{Text(Lowest)}-{Text(Highest)}";

    private static bool TryCode(string text, out int code) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out code) && code is >= First and <= Last;

    private static string Text(int code) => code.ToString(CultureInfo.InvariantCulture);
}
