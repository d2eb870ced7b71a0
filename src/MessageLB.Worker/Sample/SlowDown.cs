using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MessageLB.Worker.Sample;

/// <summary>A sample worker becomes slower, or quicker, while it runs: <c>4@30s</c>. Immutable.</summary>
/// <param name="Factor">How many times as long a message takes then. <value>Above 0, at most 1,000.</value></param>
/// <param name="After">From when on, from the worker's first message. <value>Above 0, at most 1 h.</value></param>
public sealed record SlowDown(double Factor, TimeSpan After)
{
    /// <summary>Largest factor.</summary>
    public const double MostFactor = 1000;

    /// <summary>Reads one as people write it; on failure <paramref name="error"/> is a sentence for the user.</summary>
    /// <param name="text">The text.</param>
    /// <param name="slowDown">What it says.</param>
    /// <param name="error">What is wrong.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SlowDown? slowDown, [NotNullWhen(false)] out string? error)
    {
        slowDown = null;
        var parts = (text ?? string.Empty).Split('@');
        var reason = parts.Length != 2 ? "it has no '@' between factor and time" : Read(parts[0], parts[1], out slowDown);
        error = reason is null ? null : $"'{text}' is no slow-down: {reason}. Write 4@30s for four times as long from 30 s after the first message.";
        return slowDown is not null;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Factor:0.###}@{WorkTime.Text(After)}");

    private static string? Read(string factor, string after, out SlowDown? slowDown)
    {
        slowDown = null;
        if (!double.TryParse(factor, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number is not (> 0 and <= MostFactor))
        {
            return $"'{factor}' is no number above 0 and up to {MostFactor}";
        }

        if (WorkTime.Read(after, out var time) is { } error) return error;
        slowDown = new SlowDown(number, time);
        return null;
    }
}
