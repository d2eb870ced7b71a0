using System.Globalization;

namespace MessageLB.CommandLine.Rendering;

/// <summary>Numbers for people.</summary>
internal static class Figures
{
    private const string Unknown = "–";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A weight: whole from 10 on.</summary>
    public static string Weight(double weight) => weight.ToString(weight >= 10 || weight == Math.Floor(weight) ? "N0" : "0.##", CultureInfo.InvariantCulture);

    public static string Rate(double perSecond) => $"{perSecond.ToString(perSecond is > 0 and < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture)}/s";

    public static string Share(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    public static string Milliseconds(double? milliseconds) => milliseconds switch
    {
        null => Unknown,
        >= 10_000 => $"{(milliseconds.Value / 1000).ToString("N1", CultureInfo.InvariantCulture)} s",
        >= 100 => $"{milliseconds.Value.ToString("N0", CultureInfo.InvariantCulture)} ms",
        _ => $"{milliseconds.Value.ToString("0.0", CultureInfo.InvariantCulture)} ms",
    };

    /// <summary>As <see cref="Milliseconds"/>, for what is well below one.</summary>
    public static string Fine(double milliseconds) => $"{milliseconds.ToString("0.00", CultureInfo.InvariantCulture)} ms";

    public static string Time(TimeSpan time) => Milliseconds(time.TotalMilliseconds);

    public static string Seconds(TimeSpan time) => $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s";
}
