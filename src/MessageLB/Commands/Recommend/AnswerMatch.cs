using MessageLB.CommandLine.Commands.Simulate;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Recommend;

/// <summary>A figure of the present setup, measured and simulated.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit"><c>part</c> of a whole, or <c>ms</c>.</param>
/// <param name="Measured">As measured.</param>
/// <param name="Simulated">As simulated.</param>
/// <param name="Tolerance">Most that they may differ by.</param>
/// <param name="Agrees">Whether they do not.</param>
internal sealed record AnswerMatch(string Name, string Unit, double Measured, double Simulated, double Tolerance, bool Agrees)
{
    public static AnswerMatch Of(PresentFigure figure) => figure.IsTime
        ? new(figure.Name, "ms", AnswerFigure.Milliseconds(figure.Measured), AnswerFigure.Milliseconds(figure.Simulated), AnswerFigure.Milliseconds(figure.Tolerance), figure.Agrees)
        : new(figure.Name, "part", AnswerFigure.Round(figure.Measured), AnswerFigure.Round(figure.Simulated), AnswerFigure.Round(figure.Tolerance), figure.Agrees);
}
