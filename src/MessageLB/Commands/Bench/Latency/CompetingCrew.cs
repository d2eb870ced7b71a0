namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>Competing consumers, ended together.</summary>
internal sealed class CompetingCrew : IAsyncDisposable
{
    private readonly List<CompetingConsumer> _consumers = [];

    public void Add(CompetingConsumer consumer) => _consumers.Add(consumer);

    public async ValueTask DisposeAsync() => await Task.WhenAll(_consumers.Select(c => c.DisposeAsync().AsTask()));
}
