using MessageLB.Core.Configuration;
using MessageLB.Core.Probes;
using MessageLB.Dispatcher.Tests.Rigs;
using MessageLB.Testing;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

/// <summary>A whole dispatcher that probes.</summary>
public sealed class ProbesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ByMessage_WorkerOfTheSdk_PassesAndMessagesFlow()
    {
        const int Messages = 200;
        var book = new CompletionBook(Messages);
        var probe = new ProbeConfig { Kind = ProbeKind.Message, Interval = TimeSpan.FromMilliseconds(100), Timeout = TimeSpan.FromMilliseconds(100) };
        await using var host = await EmbeddedHost.StartAsync(
            new MessageLBConfig { Groups = [GroupConfig.Default with { Probe = probe }] },
            services => services.AddMessageLBWorker("default", "a", _ => new BookingHandler(book)));

        await host.PublishAsync(Messages);
        await book.Complete.OrFailAsync("every message", Token);
        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Destination("a").Probe is { State: ProbeState.Passing, Passed: >= 3 }), "three canaries are answered", Token);

        Assert.Equal((Messages, 0, Messages), (book.Distinct, book.Duplicates, host.Destination("a").Handed));
    }
    [Fact]
    public async Task ByHttp_OneSaysNo_TheOtherGetsTheMessages()
    {
        const int Messages = 50;
        var book = new CompletionBook(Messages);
        LoopbackServer server = null!;
        await using var serving = server = new LoopbackServer((_, stream, token) => LoopbackServer.WriteAsync(
            stream, $"HTTP/1.1 {(server.Requests.Items[^1].StartsWith("GET /a ", StringComparison.Ordinal) ? 500 : 200)} x\r\nContent-Length: 0\r\n\r\n", token));
        var second = TimeSpan.FromSeconds(1);
        var probe = new ProbeConfig { Kind = ProbeKind.Http, Url = $"http://127.0.0.1:{server.Port}/{{destination}}", Interval = second, Timeout = second, Fall = 2 };
        await using var host = await EmbeddedHost.StartAsync(
            new MessageLBConfig { Groups = [GroupConfig.Default with { Probe = probe }] },
            services =>
            {
                foreach (var name in (string[])["a", "b"]) services.AddMessageLBWorker("default", name, _ => new BookingHandler(book));
            });

        await Eventually.TrueAsync(
            () => ValueTask.FromResult(host.Status.Read().Groups[0].Destinations.Any(d => d is { Name: "a", State: "failed" })), "a has failed", Token);
        await host.PublishAsync(Messages);
        await book.Complete.OrFailAsync("every message", Token);

        Assert.Equal($"its probe http://127.0.0.1:{server.Port}/a: status 500, expected 200-399, 2 times in a row", host.Destination("a").Reason);
        Assert.Equal((0, Messages), (book.Of("a"), book.Of("b")));
    }
}
