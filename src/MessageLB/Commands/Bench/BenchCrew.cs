namespace MessageLB.CommandLine.Commands.Bench;

/// <summary>Those that take part in a measurement, ended together. Not thread-safe.</summary>
internal sealed class BenchCrew : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _members = [];

    public void Add(IAsyncDisposable member) => _members.Add(member);

    public async ValueTask DisposeAsync() => await Task.WhenAll(_members.Select(member => member.DisposeAsync().AsTask()));
}
