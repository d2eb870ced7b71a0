using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MessageLB.Core.Configuration;

/// <summary>How large the window of a destination is.</summary>
/// <param name="Mode">Who decides.</param>
/// <param name="Value">
/// <see cref="WindowMode.Fixed"/>: the window. <see cref="WindowMode.Concurrency"/>: what is added to the concurrency. Else 0.
/// </param>
public readonly record struct WindowConfig(WindowMode Mode, int Value)
{
    /// <summary>Largest window.</summary>
    public const int Largest = 100_000;

    private const string ConcurrencyWord = "concurrency";

    /// <summary>Concurrency plus what the control loop's round trip needs.</summary>
    public static WindowConfig Auto { get; } = new(WindowMode.Auto, 0);

    /// <summary>Always <paramref name="window"/>.</summary>
    public static WindowConfig Fixed(int window) => new(WindowMode.Fixed, window);

    /// <summary>The worker's concurrency plus <paramref name="extra"/>.</summary>
    public static WindowConfig Concurrency(int extra) => new(WindowMode.Concurrency, extra);

    /// <summary>Reads <c>auto</c>, a number, <c>concurrency</c> or <c>concurrency+1</c>, whatever the case.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="value">The window; <see cref="Auto"/> on failure.</param>
    /// <param name="problem">What is wrong, to be read behind the quoted text; null on success.</param>
    public static bool TryParse(string? text, out WindowConfig value, [NotNullWhen(false)] out string? problem)
    {
        value = Auto;
        problem = null;
        var rest = (text ?? "").AsSpan().Trim(' ');
        if (rest.Equals("auto", StringComparison.OrdinalIgnoreCase)) return true;
        if (TryNumber(rest, out var window))
        {
            value = Fixed(window);
            return true;
        }

        if (rest.StartsWith(ConcurrencyWord, StringComparison.OrdinalIgnoreCase))
        {
            rest = rest[ConcurrencyWord.Length..].TrimStart(' ');
            var extra = 0;
            if (rest.IsEmpty || (rest[0] == '+' && TryNumber(rest[1..].TrimStart(' '), out extra)))
            {
                value = Concurrency(extra);
                return true;
            }
        }

        problem = "is not a window: write auto, a number, concurrency or concurrency+1";
        return false;
    }

    /// <summary>As written in configuration: <c>auto</c>, <c>16</c>, <c>concurrency+1</c>.</summary>
    public override string ToString() => Mode switch
    {
        WindowMode.Fixed => Value.ToString(CultureInfo.InvariantCulture),
        WindowMode.Concurrency when Value == 0 => ConcurrencyWord,
        WindowMode.Concurrency => $"concurrency+{Value}",
        _ => "auto",
    };

    private static bool TryNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
