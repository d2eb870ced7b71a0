namespace MessageLB.Simulation.Workers;

/// <summary>The workers of a run with the messages in the system and what will be completed.</summary>
internal sealed class WorkerFleet
{
    public WorkerFleet(IReadOnlyList<SimulatedDestination> destinations) =>
        Workers = [.. destinations.Select((d, i) => new SimulatedWorker(i, d, Messages, Completions))];

    public MessagePool Messages { get; } = new();

    public CompletionHeap Completions { get; } = new();

    public SimulatedWorker[] Workers { get; }
}
