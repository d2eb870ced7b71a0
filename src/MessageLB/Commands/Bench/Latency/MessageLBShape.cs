using MessageLB.CommandLine.Commands.Dev;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>A dispatcher with SDK workers behind it, composed as <c>messagelb dev</c> composes them.</summary>
/// <param name="policy">Routing policy.</param>
/// <param name="window">Windows of the destinations.</param>
internal sealed class MessageLBShape(string policy, WindowConfig window) : ILatencyShape
{
    public string Name => $"messagelb {policy}";

    public string Setting => $"window {window}";

    public async Task<IAsyncDisposable> StartAsync(LatencyStage stage, CancellationToken stop)
    {
        var host = DevHost.Create(
            new GroupConfig { Name = stage.Group, Routes = [$"{stage.Group}.#"], Algorithm = policy, Window = window },
            DevCrew.Create(null, stage.Options.Speeds, null),
            stage.Options.Concurrency,
            worker => new BenchHandler(stage, worker),
            stage.Transport,
            stage.Note,
            stage.Time);
        try
        {
            await host.StartAsync(stop);
            await host.ReadyAsync(stage.Options.Timeout, stop);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }
}
