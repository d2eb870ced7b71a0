using MessageLB.Core.Recommendations;

namespace MessageLB.Simulation;

/// <summary>What can be said about how a group could do better, and the evidence for it.</summary>
/// <param name="Situation">What was known.</param>
/// <param name="Findings">What the figures alone show.</param>
public sealed record RecommendationReport(GroupSituation Situation, IReadOnlyList<Finding> Findings)
{
    /// <summary>Why nothing is recommended although something might be better; null if what there is to recommend is there.</summary>
    public string? Obstacle { get; init; }

    /// <summary>What was simulated, the present setup first; null if nothing was.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>What was taken for granted, for a person.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>The present setup as simulated; null if nothing was.</summary>
    public CaseResult? Present { get; init; }

    /// <summary>How the simulated present compares with the measured one.</summary>
    public IReadOnlyList<PresentFigure> Match { get; init; } = [];

    /// <summary>What is worth it, the largest gain first. Each was simulated by itself: what two of them gain does not add up.</summary>
    public IReadOnlyList<Recommendation> Recommendations { get; init; } = [];

    /// <summary>What was simulated too, and is not worth it.</summary>
    public IReadOnlyList<RejectedChange> Rejected { get; init; } = [];
}
