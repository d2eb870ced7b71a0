using System.Globalization;
using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>A load as a number, <c>0.7</c>, or as a percentage, <c>70%</c>; unlike other percentages it may be more than the whole.</summary>
internal static class LoadShape
{
    public static ScalarShape<double> Value { get; } = new("load", TryParse, value => value.ToString(CultureInfo.InvariantCulture))
    {
        Limits = (0.01, 10),
    };

    private static bool TryParse(string text, out double value, out Problem problem)
    {
        problem = new Problem("is not a load: write a part of the whole capacity, such as 0.7 or 70%");
        var number = text.AsSpan().Trim(' ');
        var percent = number is [.., '%'];
        if (percent) number = number[..^1].TrimEnd(' ');
        const NumberStyles decimals = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!double.TryParse(number, decimals, CultureInfo.InvariantCulture, out value) || !double.IsFinite(value)) return false;
        if (percent) value /= 100;
        return true;
    }
}
