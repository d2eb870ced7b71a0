namespace MessageLB.Simulation.Statistics;

/// <summary>What one worker got in one run.</summary>
/// <param name="Share">Part of the measured messages.</param>
/// <param name="Utilisation">Part of its hands that was busy in the measured time.</param>
/// <param name="P99">99th percentile of response times in seconds; not a number without any.</param>
/// <param name="There">Mean time from the worker's receipt of a message to its completion in seconds; not a number without any.</param>
/// <param name="Timeline">Part of all completions in each part of the run.</param>
internal sealed record WorkerResult(double Share, double Utilisation, double P99, double There, float[] Timeline);
