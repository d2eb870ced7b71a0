using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Simulate;

/// <summary>A figure over the seeds.</summary>
/// <param name="Value">Mean over the seeds.</param>
/// <param name="HalfWidth">Half width of its 95 % confidence interval.</param>
internal sealed record AnswerFigure(double Value, double HalfWidth)
{
    /// <summary>A time, in milliseconds.</summary>
    public static AnswerFigure Time(Estimate seconds) => new(Milliseconds(seconds.Value), Milliseconds(seconds.HalfWidth));

    /// <summary>A ratio or a part of a whole.</summary>
    public static AnswerFigure Part(Estimate part) => new(Round(part.Value), Round(part.HalfWidth));

    public static double Milliseconds(double seconds) => Round(seconds * 1000);

    /// <summary>Six decimals; what is no number becomes 0, which JSON can hold.</summary>
    public static double Round(double value) => double.IsFinite(value) ? Math.Round(value, 6) : 0;
}
