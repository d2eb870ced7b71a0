using MessageLB.Core.Configuration;
using MessageLB.Testing;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

public sealed class HandOffTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("round_robin")]
    [InlineData("weighted_round_robin")]
    [InlineData("least_connections")]
    [InlineData("response_time")]
    public async Task Dispatcher_ThreeWorkers_EveryMessageCompletesOnce(string policy)
    {
        var book = new CompletionBook(5000);
        await using var host = await EmbeddedHost.StartAsync(
            Config(policy),
            s =>
            {
                foreach (var name in (string[])["a", "b", "c"])
                    s.AddMessageLBWorker("default", name, _ => new BookingHandler(book), o => o.Concurrency = 4);
            });

        await host.PublishAsync(5000);
        await book.Complete.OrFailAsync($"5000 completions under {policy}", Token);

        Assert.Equal(5000, book.Distinct);
        Assert.Equal(0, book.Duplicates);
        Assert.All((string[])["a", "b", "c"], name => Assert.True(book.Of(name) > 0, $"{name} got nothing"));
    }

    [Fact]
    public async Task Dispatcher_RoundRobinUnsaturated_SharesAreEqual()
    {
        var book = new CompletionBook(300);
        await using var host = await EmbeddedHost.StartAsync(
            Config("round_robin") with { Groups = [GroupConfig.Default with { Algorithm = "round_robin", Window = WindowConfig.Fixed(1000) }] },
            s =>
            {
                foreach (var name in (string[])["a", "b", "c"])
                    s.AddMessageLBWorker("default", name, _ => new BookingHandler(book), o => o.Concurrency = 4);
            });
        await ReadyAsync(host, 3);

        await host.PublishAsync(300);
        await book.Complete.OrFailAsync("300 completions", Token);

        Assert.Equal([100, 100, 100], ((string[])["a", "b", "c"]).Select(book.Of));
    }

    [Fact]
    public async Task Dispatcher_SessionsLostMidway_EveryMessageStillCompletes()
    {
        var book = new CompletionBook(3000);
        await using var host = await EmbeddedHost.StartAsync(
            Config("least_connections"),
            s =>
            {
                foreach (var name in (string[])["a", "b"])
                    s.AddMessageLBWorker("default", name, _ => new BookingHandler(book), o => o.Concurrency = 4);
            });
        await host.PublishAsync(3000);

        host.Transport.EndAllSessions("pulled the plug");
        await book.Complete.OrFailAsync($"3000 completions after the loss", Token);

        Assert.Equal(3000, book.Distinct);
    }

    [Fact]
    public async Task Worker_AsksForRetry_MessageComesBackWithNextAttempt()
    {
        var attempts = new Recorder<int>("attempts");
        var book = new CompletionBook(1);
        await using var host = await EmbeddedHost.StartAsync(
            Config("least_connections"),
            s => s.AddMessageLBWorker("default", "a", _ => new BookingHandler(book, m =>
            {
                attempts.Add(m.Attempt);
                return m.Attempt < 3 ? HandlerResult.Retry("not yet") : HandlerResult.Done;
            })));

        await host.PublishAsync(1);
        await book.Complete.OrFailAsync("the third attempt", Token);

        Assert.Equal([1, 2, 3], attempts.Items);
    }

    [Fact]
    public async Task Worker_DropsMessage_ItBecomesDeadLetter()
    {
        var book = new CompletionBook(1);
        await using var host = await EmbeddedHost.StartAsync(
            Config("least_connections"),
            s => s.AddMessageLBWorker("default", "a", _ => new BookingHandler(book, m => m.MessageId == "m0" ? HandlerResult.Drop("bad") : HandlerResult.Done)));

        await host.PublishAsync(2);
        await book.Complete.OrFailAsync("the good message", Token);

        await using var session = await host.Transport.OpenAsync(new() { ClientName = "inspector" }, Token);
        await Eventually.TrueAsync(async () => (await session.Topology.InspectAsync(Names.DeadQueue("default"), Token))?.Ready == 1, "the dead letter is there", Token);
    }

    private static Task ReadyAsync(EmbeddedHost host, int count) => Eventually.TrueAsync(
        () => ValueTask.FromResult(host.Status.Read().Groups[0].Destinations.Count(d => d.State == "ready") == count), $"{count} destinations are ready", Token);

    private static MessageLBConfig Config(string policy) => MessageLBConfig.Default with { Groups = [GroupConfig.Default with { Algorithm = policy }] };
}
