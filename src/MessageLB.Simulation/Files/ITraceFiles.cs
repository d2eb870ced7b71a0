namespace MessageLB.Simulation;

/// <summary>Opens the recordings that a scenario names.</summary>
public interface ITraceFiles
{
    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file, as the scenario names it.</param>
    /// <exception cref="IOException">It cannot be read; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    TextReader Open(string path);
}
