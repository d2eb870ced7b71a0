using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MessageLB.Core.Configuration;

/// <summary>
/// Durations as people write them: <c>250ms</c>, <c>15s</c>, <c>1m30s</c>, <c>1.5h</c>. Units are <c>us</c>, <c>ms</c>,
/// <c>s</c>, <c>m</c> (or <c>min</c>), <c>h</c> and <c>d</c>, the larger ones first. A number without a unit is refused,
/// because nobody can know what it means. Pure and thread-safe.
/// </summary>
public static class Duration
{
    private const string Hint = "is not a duration: write a number with a unit, such as 15s, 250ms or 1m30s";

    private static readonly (string Name, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("us", TimeSpan.TicksPerMicrosecond),
    ];

    /// <summary>Reads a duration of zero or more.</summary>
    /// <param name="text">What was written; blanks around and between the parts do not matter.</param>
    /// <param name="value">The duration; zero on failure.</param>
    /// <param name="problem">What is wrong, to be read behind the quoted text; null on success.</param>
    public static bool TryParse(string? text, out TimeSpan value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        problem = Hint;
        var rest = (text ?? "").AsSpan().Trim(' ');
        if (rest.IsEmpty || rest.Length > NumberText.MaxLength) return false;
        decimal ticks = 0;
        for (var last = -1; !rest.IsEmpty;)
        {
            if (!NumberText.TryTake(ref rest, out var number)) return false;
            var unit = Find(NumberText.TakeUnit(ref rest));
            if (unit < 0) return false;
            if (unit <= last)
            {
                problem = "is not a duration: write each unit once and the larger ones first, such as 1m30s";
                return false;
            }

            last = unit;
            // Compared before the multiplication, which could leave the range of decimal.
            if (number > TimeSpan.MaxValue.Ticks / Units[unit].Ticks) return TooLong(out problem);
            ticks += number * Units[unit].Ticks;
        }

        if (ticks > TimeSpan.MaxValue.Ticks) return TooLong(out problem);
        if (ticks != decimal.Truncate(ticks))
        {
            problem = "is finer than 0.1us, the smallest step of time here";
            return false;
        }

        value = new TimeSpan((long)ticks);
        problem = null;
        return true;
    }

    /// <summary>
    /// The shortest text that <see cref="TryParse"/> reads as <paramref name="value"/>: <c>250ms</c>, <c>1m30s</c>, <c>2.5s</c>. A
    /// negative one is written too, so that messages can show it.
    /// </summary>
    public static string Format(TimeSpan value) => Write(value, ("", "", "m"));

    /// <summary>For people: <c>250 ms</c>, <c>33 s</c>, <c>1 min 30 s</c>.</summary>
    public static string Describe(TimeSpan value) => Write(value, (" ", " ", "min"));

    private static string Write(TimeSpan value, (string BeforeUnit, string BetweenParts, string Minute) style)
    {
        if (value < TimeSpan.Zero) return "-" + Write(value == TimeSpan.MinValue ? TimeSpan.MaxValue : -value, style);
        var text = new StringBuilder();
        var left = value.Ticks;
        // Whole days, hours and minutes; what is below a minute is one decimal number in the unit that suits it.
        foreach (var (name, ticks) in Units.AsSpan(0, 3))
        {
            var count = left / ticks;
            left %= ticks;
            if (count > 0) Append(count, name == "m" ? style.Minute : name);
        }

        if (left > 0 || text.Length == 0)
        {
            var small = left is 0 or >= TimeSpan.TicksPerSecond ? 3 : left >= TimeSpan.TicksPerMillisecond ? 4 : 5;
            Append((decimal)left / Units[small].Ticks, Units[small].Name);
        }

        return text.ToString();

        void Append(decimal count, string unit) =>
            text.Append(text.Length > 0 ? style.BetweenParts : "").Append(NumberText.Format(count)).Append(style.BeforeUnit).Append(unit);
    }

    private static int Find(ReadOnlySpan<char> unit)
    {
        if (unit is "min") unit = "m";
        if (unit is "µs") unit = "us";
        for (var i = 0; i < Units.Length; i++)
        {
            if (unit.SequenceEqual(Units[i].Name)) return i;
        }

        return -1;
    }

    private static bool TooLong(out string problem)
    {
        problem = $"is too long: the longest duration is {Format(TimeSpan.FromDays(TimeSpan.MaxValue.Days))}";
        return false;
    }
}
