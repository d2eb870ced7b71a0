using Xunit;

namespace MessageLB.Dispatcher.Tests.Docs;

/// <summary>That <c>docs/in-process.md</c> says what the code does.</summary>
public sealed class InProcessDocsTests
{
    [Fact]
    public void Code_EveryBlock_IsARegionThatCompiles() => Assert.Equal(
        PageCode.Regions(PageCode.Read("tests", "MessageLB.Dispatcher.Tests", "Docs", "InProcessSamples.cs")),
        PageCode.Blocks(PageCode.Read("docs", "in-process.md")));

    [Fact]
    public async Task QueryAsync_Replicas_GoToTheFirstTierAndEachPlaceComesBack()
    {
        using var balancer = InProcessSamples.Replicas();
        var answer = new TaskCompletionSource();

        // All at the same time: whoever asks one after the other always finds the heaviest idle.
        var asking = Enumerable.Range(0, 30).Select(_ => InProcessSamples.QueryAsync(balancer, async name =>
        {
            await answer.Task;
            return name;
        })).ToList();
        answer.SetResult();
        var asked = await Task.WhenAll(asking);
        await Assert.ThrowsAsync<TimeoutException>(() => InProcessSamples.QueryAsync<int>(balancer, _ => throw new TimeoutException()));

        Assert.Equal(["db-1", "db-2"], asked.Distinct().Order());
        Assert.Equal(20, asked.Count(a => a == "db-1"));
        Assert.All(balancer.MonitorHealth().Destinations, d => Assert.Equal(0, d.State.Credit.InFlight));
    }

    [Fact]
    public void Watch_OneDoesNotWork_SaysWho()
    {
        using var balancer = InProcessSamples.Replicas();
        balancer.SetWorking("db-2", works: false);
        using var log = new StringWriter();

        InProcessSamples.Watch(balancer, log);

        Assert.Contains("db-2: Ready -> Lost", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("Degraded: db-2", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("db-1: 200 configured, 200 in force", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Advise_TooLittleSeen_SaysSo()
    {
        using var balancer = InProcessSamples.Replicas();
        using var log = new StringWriter();

        InProcessSamples.Advise(balancer, log);

        Assert.Matches(@"^nothing to recommend: 0 messages in \d s are too few: it takes 200 in 30 s or more", log.ToString());
    }
}
