using MessageLB.Simulation.Running;
using MessageLB.Simulation.Workers;

namespace MessageLB.Simulation.Tests.Running;

/// <summary>Remembers every message.</summary>
internal sealed class CountingObserver : RunObserver
{
    public List<(long At, int Kind, int Key, long Service)> Arrivals { get; } = [];

    public List<(int Number, int Worker, int Dispatcher, long StartedAt, long At)> Completions { get; } = [];

    public override void Arrived(in SimulatedMessage message) =>
        Arrivals.Add((message.ArrivedAt, message.Kind, message.Key, message.Service));

    public override void Completed(in SimulatedMessage message, long now) =>
        Completions.Add((message.Number, message.Worker, message.Dispatcher, message.StartedAt, now));
}
