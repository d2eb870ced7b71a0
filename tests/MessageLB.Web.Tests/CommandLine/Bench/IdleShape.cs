using MessageLB.CommandLine.Commands.Bench;
using MessageLB.CommandLine.Commands.Bench.Throughput;

namespace MessageLB.Web.Tests.CommandLine.Bench;

/// <summary>A shape that moves nothing by itself.</summary>
/// <param name="name">Its name.</param>
/// <param name="setting">Its setting.</param>
internal sealed class IdleShape(string name, string setting) : IThroughputShape
{
    private readonly TaskCompletionSource<ThroughputStage> _stage = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => name;

    public string Setting => setting;

    /// <summary>What it was started on.</summary>
    public Task<ThroughputStage> Stage => _stage.Task;

    public Task<IAsyncDisposable> StartAsync(ThroughputStage stage, CancellationToken stop)
    {
        _stage.TrySetResult(stage);
        return Task.FromResult<IAsyncDisposable>(new BenchCrew());
    }
}
