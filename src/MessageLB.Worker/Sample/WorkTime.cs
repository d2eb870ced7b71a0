using System.Globalization;

namespace MessageLB.Worker.Sample;

/// <summary>Times of simulated work as people write them: <c>250us</c>, <c>5ms</c>, <c>1.5s</c>, <c>2m</c>.</summary>
internal static class WorkTime
{
    private static readonly (string Unit, double Ticks)[] Units =
    [
        ("us", TimeSpan.TicksPerMicrosecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
    ];

    /// <summary>Reads a time above zero; returns what is wrong, or null.</summary>
    public static string? Read(string text, out TimeSpan time)
    {
        time = default;
        var trimmed = text.Trim();
        var digits = trimmed.AsSpan().TrimEnd("umsUMS");
        var unit = trimmed[digits.Length..];
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number))
            return $"'{trimmed}' is no time";
        var ticks = Array.Find(Units, u => u.Unit.Equals(unit, StringComparison.OrdinalIgnoreCase)).Ticks;
        if (ticks == 0) return unit.Length == 0 ? $"'{trimmed}' has no unit (us, ms, s, m)" : $"'{unit}' is no unit (us, ms, s, m)";
        if (number * ticks < 1 || number * ticks > WorkDistribution.Longest.Ticks) return $"'{trimmed}' is not above 0 and up to {WorkDistribution.Longest.TotalHours} h";
        time = TimeSpan.FromTicks((long)Math.Round(number * ticks));
        return null;
    }

    public static string Text(TimeSpan time)
    {
        var (unit, ticks) = time.TotalMilliseconds < 1 ? Units[0] : time.TotalSeconds < 1 ? Units[1] : Units[2];
        return string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / ticks:0.####}{unit}");
    }
}
