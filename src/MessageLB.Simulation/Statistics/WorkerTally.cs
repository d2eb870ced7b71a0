namespace MessageLB.Simulation.Statistics;

/// <summary>What one worker did in a run.</summary>
internal sealed class WorkerTally(int parts)
{
    /// <summary>Response times of measured messages.</summary>
    public ResponseTimeHistogram Times { get; } = new();

    /// <summary>Completions in each part of the run.</summary>
    public int[] Timeline { get; } = new int[parts];

    /// <summary>Time in service within the measured time, over all its hands.</summary>
    public double Busy { get; set; }

    /// <summary>Sum of the times from receipt to completion of measured messages.</summary>
    public double There { get; set; }
}
