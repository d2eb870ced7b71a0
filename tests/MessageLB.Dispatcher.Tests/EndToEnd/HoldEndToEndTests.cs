using MessageLB.Core.Configuration;
using MessageLB.Testing;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

/// <summary>Hold mode with the worker SDK.</summary>
public sealed class HoldEndToEndTests
{
    private static readonly MessageLBConfig Config = MessageLBConfig.Default with
    {
        Groups = [GroupConfig.Default with { Delivery = DeliveryMode.Hold, Retry = new RetryConfig { Delay = TimeSpan.Zero } }],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThreeWorkers_EveryMessageCompletesOnceAndIngressIsEmpty()
    {
        var book = new CompletionBook(5000);
        await using var host = await EmbeddedHost.StartAsync(Config, s =>
        {
            foreach (var name in (string[])["a", "b", "c"]) s.AddMessageLBWorker("default", name, _ => new BookingHandler(book), o => o.Concurrency = 4);
        });

        await host.PublishAsync(5000);
        await book.Complete.OrFailAsync("5000 completions", Token);

        Assert.Equal((5000, 0), (book.Distinct, book.Duplicates));
        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Status.Read().Groups[0] is { Hold: { Messages: 0, Bytes: 0, LateResults: 0 }, IngressReady: 0 }), "nothing is in hold", Token);
    }

    [Fact]
    public async Task SessionsLostMidway_EveryMessageStillCompletes()
    {
        var book = new CompletionBook(3000);
        await using var host = await EmbeddedHost.StartAsync(Config, s =>
        {
            foreach (var name in (string[])["a", "b"]) s.AddMessageLBWorker("default", name, _ => new BookingHandler(book), o => o.Concurrency = 4);
        });
        await host.PublishAsync(3000);

        host.Transport.EndAllSessions("pulled the plug");
        await book.Complete.OrFailAsync("3000 completions after the loss", Token);

        Assert.Equal(3000, book.Distinct);
    }

    [Fact]
    public async Task Retry_MessageComesBackWithTheNextAttempt()
    {
        var attempts = new Recorder<int>("attempts");
        var book = new CompletionBook(1);
        await using var host = await EmbeddedHost.StartAsync(Config, s => s.AddMessageLBWorker("default", "a", _ => new BookingHandler(book, m =>
        {
            attempts.Add(m.Attempt);
            return m.Attempt < 3 ? HandlerResult.Retry("E: not yet") : HandlerResult.Done;
        })));

        await host.PublishAsync(1);
        await book.Complete.OrFailAsync("the third attempt", Token);

        Assert.Equal([1, 2, 3], attempts.Items);
    }

    [Fact]
    public async Task DropAndTooLate_BecomeDeadLetters()
    {
        var book = new CompletionBook(1);
        await using var host = await EmbeddedHost.StartAsync(
            Config, s => s.AddMessageLBWorker("default", "a", _ => new BookingHandler(book, m => m.MessageId == "m0" ? HandlerResult.Drop("E: bad") : HandlerResult.Done)));

        await host.PublishAsync(3, shape: (i, p) =>
        {
            if (i == 1) p.Headers = new Dictionary<string, object?> { [HeaderNames.Deadline] = WireTime.Write(TimeProvider.System.GetUtcNow().AddSeconds(-1)) };
        });
        await book.Complete.OrFailAsync("the good message", Token);

        await using var session = await host.Transport.OpenAsync(new() { ClientName = "inspector" }, Token);
        await Eventually.TrueAsync(async () => (await session.Topology.InspectAsync(Names.DeadQueue("default"), Token))?.Ready == 2, "the dead letters are there", Token);
    }
}
