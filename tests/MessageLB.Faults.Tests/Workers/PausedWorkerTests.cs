using System.Globalization;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Workers;

/// <summary>A worker stands still, its messages are given to others, and it comes back.</summary>
public sealed class PausedWorkerTests(LocalBroker broker)
{
    private const int Messages = 40; // more than the worker fetches
    private const int Concurrency = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_StoppedAndItsConnectionClosedMeanwhile_StartsNothingThatOthersHave()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var (paused, pausedRecord) = scene.Worker("default", "a", "--concurrency", $"{Concurrency}", "--work", "const:200ms");
        await paused.LineAsync("serves (session 1)", Token);
        await PublishAsync(scene);
        await Records.WaitAsync([pausedRecord], Concurrency, Limit, scene.Describe);

        paused.Suspend();
        var done = await Records.ReadAsync([pausedRecord]);
        var (_, otherRecord) = scene.Worker("default", "a", "--concurrency", $"{Concurrency}", "--work", "const:1ms");
        await CloseConnectionsAsync(paused.Pid);
        await Records.WaitAsync([pausedRecord, otherRecord], Messages, Limit, scene.Describe);
        paused.Resume();
        await paused.LineAsync("serves (session 2)", Token);
        paused.Terminate();
        var code = await paused.ExitAsync(Limit, Token);

        var first = await Records.ReadAsync([pausedRecord]);
        var other = await Records.ReadAsync([otherRecord]);
        Assert.Contains("did not run for", paused.Errors, StringComparison.Ordinal);
        // Handlers that the pause caught in the middle end as they end; what waited behind them is not started.
        Assert.InRange(first.Count - done.Count, 0, Concurrency);
        Assert.InRange(other.Count, Messages - done.Count, Messages);
        Assert.Equal(Messages, first.Concat(other).Select(Records.Id).Distinct().Count());
        // Twice: those, and those that were done and whose acknowledgement was not out yet.
        Assert.InRange(first.Count + other.Count - Messages, 0, 2 * Concurrency);
        Assert.Equal(0, code);
    }

    private static async Task PublishAsync(Scene scene)
    {
        await using var session = await scene.SessionAsync();
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, Messages).Select(i =>
            publisher.PublishAsync(string.Empty, Names.WorkQueue("default", "a"), new MessageProperties { MessageId = $"m{i}", Persistent = true }, "x"u8.ToArray(), Token)));
        Assert.All(outcomes, o => Assert.Equal(PublishOutcome.Confirmed, o));
    }

    /// <summary>Does what a dispatcher with the broker's management, or the broker for missed heartbeats, does to a worker that stands still.</summary>
    private async Task CloseConnectionsAsync(int processId)
    {
        // The instance's name has the process id in it, and so have the names of its connections.
        var mark = string.Create(CultureInfo.InvariantCulture, $"-{processId}-");
        var closed = 0;
        foreach (var line in (await broker.RunCtlAsync(Token, "list_connections", "pid", "client_properties")).Split('\n').Where(l => l.Contains(mark, StringComparison.Ordinal)))
        {
            await broker.RunCtlAsync(Token, "close_connection", line.Split('\t')[0], "given to others");
            closed++;
        }

        Assert.InRange(closed, 1, 3);
    }
}
