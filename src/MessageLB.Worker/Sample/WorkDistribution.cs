using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MessageLB.Worker.Sample;

/// <summary>
/// How long simulated work takes: <c>none</c>, <c>const:5ms</c>, <c>exp:5ms</c> (mean), <c>uniform:1ms-5ms</c>,
/// <c>bimodal:5ms-105ms,5%</c> (short, long, and the part of the long ones) or <c>lognormal:5ms,1.5</c> (mean, and sigma of the logarithm). Immutable and thread-safe.
/// </summary>
public sealed record WorkDistribution
{
    /// <summary>Longest time in a distribution.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Largest sigma of a log-normal distribution.</summary>
    public const double LargestSigma = 5;

    private const string Forms = "none, const:5ms, exp:5ms, uniform:1ms-5ms, bimodal:5ms-105ms,5% or lognormal:5ms,1.5";

    private WorkDistribution(WorkKind kind, TimeSpan first, TimeSpan second = default, double sigma = 0)
    {
        Kind = kind;
        First = first;
        Second = second;
        Sigma = sigma;
    }

    /// <summary>No work.</summary>
    public static WorkDistribution None { get; } = new(WorkKind.None, TimeSpan.Zero);

    /// <summary>Shape of the distribution.</summary>
    public WorkKind Kind { get; }

    /// <summary>Mean of the distribution.</summary>
    public TimeSpan Mean => Kind switch
    {
        WorkKind.Uniform => (First + Second) / 2,
        WorkKind.Bimodal => First + ((Second - First) * Sigma),
        _ => First,
    };

    private TimeSpan First { get; }

    private TimeSpan Second { get; }

    // Of a bimodal one the part of the long times.
    private double Sigma { get; }

    /// <summary>Reads a distribution as people write it; times take the units us, ms, s and m.</summary>
    /// <exception cref="FormatException">The text is none of the forms; the message says what is wrong and shows the forms.</exception>
    public static WorkDistribution Parse(string text) =>
        TryParse(text, out var work, out var error) ? work : throw new FormatException(error);

    /// <summary>As <see cref="Parse"/>; on failure <paramref name="error"/> is a sentence for the user.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WorkDistribution? work, [NotNullWhen(false)] out string? error)
    {
        var reason = Read((text ?? string.Empty).Trim(), out work);
        error = reason is null ? null : $"'{text}' is no kind of work: {reason}. Write {Forms}.";
        return work is not null;
    }

    /// <summary>Draws the time of one piece of work.</summary>
    public TimeSpan Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var factor = Kind switch
        {
            WorkKind.None => 0,
            WorkKind.Constant => 1,
            WorkKind.Exponential => -Math.Log(1 - random.NextDouble()),
            WorkKind.Bimodal => random.NextDouble() < Sigma ? Second / First : 1,
            WorkKind.Uniform => (First + ((Second - First) * random.NextDouble())) / First,
            _ => Math.Exp((Sigma * Normal(random)) - (Sigma * Sigma / 2)), // minus half of the variance: the mean stays the mean
        };
        var drawn = First.Ticks * factor;
        return drawn < Longest.Ticks ? TimeSpan.FromTicks((long)drawn) : Longest;
    }

    /// <inheritdoc />
    public override string ToString() => Kind switch
    {
        WorkKind.None => "none",
        WorkKind.Constant => $"const:{Text(First)}",
        WorkKind.Exponential => $"exp:{Text(First)}",
        WorkKind.Uniform => $"uniform:{Text(First)}-{Text(Second)}",
        WorkKind.Bimodal => string.Create(CultureInfo.InvariantCulture, $"bimodal:{Text(First)}-{Text(Second)},{Sigma * 100:0.####}%"),
        _ => string.Create(CultureInfo.InvariantCulture, $"lognormal:{Text(First)},{Sigma}"),
    };

    private static string? Read(string text, out WorkDistribution? work)
    {
        work = null;
        if (text.Length == 0) return "it is empty";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var kind = (colon < 0 ? text : text[..colon]).ToLowerInvariant();
        var argument = colon < 0 ? string.Empty : text[(colon + 1)..].Trim();
        if (kind == "none")
        {
            if (colon >= 0) return "'none' takes no time";
            work = None;
            return null;
        }

        if (kind is not ("const" or "exp" or "uniform" or "bimodal" or "lognormal")) return $"'{kind}' is unknown";
        if (argument.Length == 0) return $"'{kind}' needs a time";
        return kind switch
        {
            "uniform" => ReadUniform(argument, out work),
            "bimodal" => ReadBimodal(argument, out work),
            "lognormal" => ReadLognormal(argument, out work),
            _ => ReadSingle(kind == "const" ? WorkKind.Constant : WorkKind.Exponential, argument, out work),
        };
    }

    private static string? ReadSingle(WorkKind kind, string argument, out WorkDistribution? work)
    {
        var error = WorkTime.Read(argument, out var time);
        work = error is null ? new WorkDistribution(kind, time) : null;
        return error;
    }

    private static string? ReadUniform(string argument, out WorkDistribution? work)
    {
        var error = ReadTwo("uniform", argument, out var least, out var most);
        work = error is null ? new WorkDistribution(WorkKind.Uniform, least, most) : null;
        return error;
    }

    private static string? ReadTwo(string kind, string argument, out TimeSpan least, out TimeSpan most)
    {
        (least, most) = (default, default);
        var parts = argument.Split('-');
        if (parts.Length != 2) return $"'{kind}' needs two times with '-' between them";
        if (WorkTime.Read(parts[0], out least) is { } first) return first;
        if (WorkTime.Read(parts[1], out most) is { } second) return second;
        return most < least ? $"'{parts[1].Trim()}' is less than '{parts[0].Trim()}'" : null;
    }

    private static string? ReadBimodal(string argument, out WorkDistribution? work)
    {
        work = null;
        var parts = argument.Split(',');
        if (parts.Length != 2) return "'bimodal' needs two times and the part of the long ones with ',' between them";
        if (ReadTwo("bimodal", parts[0], out var least, out var most) is { } error) return error;
        var digits = parts[1].Trim().TrimEnd('%');
        if (!parts[1].Trim().EndsWith('%') || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) || share is <= 0 or >= 100)
            return $"'{parts[1].Trim()}' is no part above 0% and below 100%";
        work = new WorkDistribution(WorkKind.Bimodal, least, most, share / 100);
        return null;
    }

    private static string? ReadLognormal(string argument, out WorkDistribution? work)
    {
        work = null;
        var parts = argument.Split(',');
        if (parts.Length != 2) return "'lognormal' needs a mean and a sigma with ',' between them";
        var error = WorkTime.Read(parts[0], out var mean);
        if (error is not null) return error;
        if (!double.TryParse(parts[1], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var sigma) || sigma is <= 0 or > LargestSigma)
            return $"'{parts[1].Trim()}' is no sigma above 0 and up to {LargestSigma}";
        work = new WorkDistribution(WorkKind.Lognormal, mean, sigma: sigma);
        return null;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static string Text(TimeSpan time) => WorkTime.Text(time);
}
