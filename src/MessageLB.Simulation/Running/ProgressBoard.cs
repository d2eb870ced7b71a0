namespace MessageLB.Simulation.Running;

/// <summary>Adds up the progress of all runs and passes it on. Thread-safe.</summary>
internal sealed class ProgressBoard(IProgress<SimulationProgress>? progress, int runs)
{
    private long _messages;
    private int _done;

    /// <summary>More messages have arrived in a run.</summary>
    public void Add(string name, int seed, int messages) => Tell(name, seed, Interlocked.Add(ref _messages, messages), Volatile.Read(ref _done));

    /// <summary>A run is complete.</summary>
    public void Finish(string name, int seed) => Tell(name, seed, Interlocked.Read(ref _messages), Interlocked.Increment(ref _done));

    private void Tell(string name, int seed, long messages, int done) =>
        progress?.Report(new SimulationProgress(name, seed, done, runs, messages));
}
