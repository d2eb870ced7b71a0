using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Testing;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

public sealed class ExplainTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dispatcher_DebugHeader_ExplainsWhereTheMessageWent()
    {
        var went = new Recorder<(string Id, string Destination)>("messages");
        await using var host = await StartAsync(new CompletionBook(20), GroupConfig.Default, m =>
        {
            went.Add((m.MessageId!, m.Destination));
            return HandlerResult.Done;
        });

        await host.PublishAsync(20, "order.new", (i, properties) =>
        {
            properties.Type = "invoice";
            if (i == 7) properties.Headers = new Dictionary<string, object?> { [HeaderNames.Debug] = "1" };
        });
        var (_, destination) = await went.FirstAsync(m => m.Id == "m7", "message m7", Token);

        var explained = Assert.Single(host.Explanations.Find("m7"));
        Assert.Equal(("default", "m7", "order.new", "invoice", destination), (explained.Group, explained.MessageId, explained.RoutingKey, explained.Kind, explained.Winner));
        Assert.Contains(destination, explained.Candidates.Select(c => c.Name));
        Assert.Empty(host.Explanations.Find("m8"));
    }

    [Fact]
    public async Task Dispatcher_WorkerAsksForRetry_ExplainsEachDecision()
    {
        var book = new CompletionBook(1);
        await using var host = await StartAsync(book, GroupConfig.Default, m => m.Attempt < 3 ? HandlerResult.Retry("not yet") : HandlerResult.Done);

        await host.PublishAsync(1, shape: (_, properties) => properties.Headers = new Dictionary<string, object?> { [HeaderNames.Debug] = "1" });
        await book.Complete.OrFailAsync("the third attempt", Token);

        Assert.Equal(3, host.Explanations.Find("m0").Count(e => e.Winner is not null));
    }

    [Fact]
    public async Task Dispatcher_Watched_TellsLiveDecisions()
    {
        await using var host = await StartAsync(new CompletionBook(1), GroupConfig.Default);
        var sample = host.Explanations.SampleAsync("default", 3, TimeSpan.FromSeconds(30), Token);

        await Eventually.TrueAsync(
            async () =>
            {
                await host.PublishAsync(1);
                return sample.IsCompleted;
            },
            "three decisions were watched",
            Token);

        var decisions = (await sample)!;
        Assert.Equal(3, decisions.Count);
        Assert.All(decisions, e => Assert.Equal(("default", "response_time"), (e.Group, e.Policy)));
    }

    [Fact]
    public async Task Dispatcher_Shadow_ComparesEveryMessageAndRoutesNone()
    {
        var book = new CompletionBook(300);
        await using var host = await StartAsync(book, GroupConfig.Default with { Algorithm = RoutingPolicyNames.LeastConnections, Shadow = RoutingPolicyNames.RoundRobin });

        await host.PublishAsync(300);
        await book.Complete.OrFailAsync("300 completions", Token);

        var shadow = host.Status.Read().Groups[0].Shadow!;
        Assert.Equal(("round_robin", 300L, 0L), (shadow.Policy, shadow.Agreed + shadow.Differed, shadow.Failed));
        Assert.Equal(0, book.Duplicates);
    }

    private static Task<EmbeddedHost> StartAsync(CompletionBook book, GroupConfig group, Func<Message, HandlerResult>? result = null) => EmbeddedHost.StartAsync(
        MessageLBConfig.Default with { Groups = [group] },
        s =>
        {
            foreach (var name in (string[])["a", "b"]) s.AddMessageLBWorker("default", name, _ => new BookingHandler(book, result), o => o.Concurrency = 4);
        });
}
