using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>A fault that is done again and again, and what is measured of it.</summary>
internal interface IFault
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What is done, as the beginning of a sentence.</summary>
    string What { get; }

    /// <summary>What is measured, in the order of the report.</summary>
    IReadOnlyList<FailoverFigure> Figures { get; }

    /// <summary>What it needs besides workers.</summary>
    FaultNeeds Needs { get; }

    /// <summary>The group as this fault wants it.</summary>
    GroupConfig Configure(GroupConfig group);

    /// <summary>Does it once, measures, and waits until all is as before.</summary>
    /// <param name="stage">Where it is done.</param>
    /// <param name="round">Number of the round, from 0.</param>
    /// <param name="stop">Ends the measurement.</param>
    Task<FailoverRound> RunAsync(FailoverStage stage, int round, CancellationToken stop);
}
