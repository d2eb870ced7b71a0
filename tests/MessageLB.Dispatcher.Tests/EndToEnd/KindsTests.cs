using MessageLB.Core.Configuration;
using MessageLB.Testing;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

public sealed class KindsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dispatcher_TwoKindsOfMessage_KnowsTheServiceTimeOfEachAtEachWorker()
    {
        const int Messages = 600;
        var book = new CompletionBook(Messages);
        await using var host = await EmbeddedHost.StartAsync(
            MessageLBConfig.Default with { Groups = [GroupConfig.Default with { Algorithm = "response_time", Window = WindowConfig.Fixed(32) }] },
            s =>
            {
                foreach (var name in (string[])["a", "b"]) s.AddMessageLBWorker("default", name, _ => new KindHandler(book));
            });

        await host.PublishAsync(Messages, shape: static (i, properties) => properties.Type = i % 20 == 0 ? "long" : "short");
        await book.Complete.OrFailAsync($"{Messages} completions", Token);

        foreach (var name in (string[])["a", "b"])
        {
            // The first heartbeat of a worker starts the count, and the last one comes when it has nothing left.
            await Eventually.TrueAsync(
                () => ValueTask.FromResult(host.Destination(name) is { InFlight: 0, ServiceTimeByKind.Count: 2 }), $"{name} has told of both kinds", Token);
            var times = host.Destination(name).ServiceTimeByKind;
            Assert.Equal(["long", "short"], times.Keys.Order());
            Assert.InRange(times["long"], Long * 0.95, Long * 5);
            Assert.InRange(times["short"], TimeSpan.Zero, Long / 4);
        }
    }

    private sealed class KindHandler(CompletionBook book) : IMessageHandler
    {
        public async ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
        {
            if (message.Properties.Type == "long") await Task.Delay(Long, TimeProvider.System, cancellationToken);
            book.Note(message);
            return HandlerResult.Done;
        }
    }
}
