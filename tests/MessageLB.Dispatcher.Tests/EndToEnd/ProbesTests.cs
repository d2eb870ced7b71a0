using MessageLB.Core.Configuration;
using MessageLB.Core.Probes;
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
}
