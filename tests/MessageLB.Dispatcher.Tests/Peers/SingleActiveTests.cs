using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Tests.EndToEnd;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Peers;

/// <summary>A group of which only one dispatcher at a time hands messages over.</summary>
public sealed class SingleActiveTests
{
    private const int Messages = 2000;

    private readonly InMemoryTransport _transport = new();
    private readonly Recorder<string> _done = new("messages done");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_TheActiveOne_TheOtherGoesOnInOrder()
    {
        await using var worker = await WorkerAsync();
        var hosts = new List<EmbeddedHost> { await DispatcherAsync(), await DispatcherAsync() };
        await hosts[0].PublishAsync(Messages);
        await _done.TakeAsync(Messages / 10, Token);

        var active = hosts.Single(h => h.Status.Read().Groups[0].Received > 0);
        hosts.Remove(active);
        await active.DisposeAsync();
        await _done.TakeAsync(Messages, Token);
        await hosts[0].DisposeAsync();

        // Each once, and in the order in which they were published.
        Assert.Equal(Enumerable.Range(0, Messages).Select(i => $"m{i}"), _done.Items);
    }

    [Fact]
    public async Task Run_QueueExistsForSeveralActiveOnes_SaysSoAndHandsNothingOver()
    {
        await using (var session = await _transport.OpenAsync(new SessionOptions { ClientName = "before" }, Token))
        {
            await session.Topology.DeclareExchangesAsync(Token);
            await session.Topology.DeclareGroupAsync("default", ["#"], Token);
        }

        await using var host = await DispatcherAsync();

        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Status.Read().Groups[0].Fault is not null), "the group has a fault", Token);
        Assert.Contains("messagelb.in.default", host.Status.Read().Groups[0].Fault, StringComparison.Ordinal);
    }

    private Task<EmbeddedHost> DispatcherAsync() =>
        EmbeddedHost.StartAsync(MessageLBConfig.Default with { Groups = [GroupConfig.Default with { SingleActive = true }] }, _ => { }, _transport);

    // In a host whose dispatcher serves another group: it outlives those under test.
    private Task<EmbeddedHost> WorkerAsync() => EmbeddedHost.StartAsync(
        MessageLBConfig.Default with { Groups = [GroupConfig.Default with { Name = "other", Routes = ["other.#"] }] },
        s => s.AddMessageLBWorker(
            "default",
            "a",
            _ => new BookingHandler(new CompletionBook(Messages), m =>
            {
                _done.Add(m.MessageId!);
                return HandlerResult.Done;
            }),
            o => o.Concurrency = 1),
        _transport);
}
