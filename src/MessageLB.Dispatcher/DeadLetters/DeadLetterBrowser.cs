using MessageLB.Core.DeadLetters;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.DeadLetters;

/// <summary>
/// Takes dead letters from the head of their queue, holds all of them while it looks, and gives them back when it is disposed. A quorum queue
/// hands no more than 2,000 to one receiver, so there is one receiver for each page of that size.
/// </summary>
internal sealed class DeadLetterBrowser(ITransportSession session, string group, int mostBody, Action<DeadLetter> seen, TimeProvider time) : IAsyncDisposable
{
    /// <summary>A letter that has been given back so often is put at the end as a new message: half of what RabbitMQ 4 allows by default.</summary>
    public const int MostReturns = 10;

    private const int PageSize = 2000;
    private const int MostPatience = 10;
    private const int MostLooksBack = 40;
    private static readonly TimeSpan LookBack = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly string _queue = Names.DeadQueue(group);
    private readonly List<(BrowsedPage Page, IReceiver Receiver)> _pages = [];
    private long _held;

    /// <summary>Looks at so many letters, or fewer if there are no more; returns how many.</summary>
    public async Task<long> RunAsync(long most, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(session.Ended, cancellationToken);
        var looked = 0L;
        try
        {
            while (looked < most)
            {
                var page = new BrowsedPage((int)Math.Min(PageSize, most - looked), mostBody, seen);
                _pages.Add((page, await session.ReceiveAsync(new ReceiveOptions { Queue = _queue, Prefetch = page.Size }, page, ended.Token)));
                await FillAsync(page, ended.Token);
                page.Close();
                looked += page.Count;
                _held = looked;
                if (page.Count < page.Size) break;
            }

            await RenewAsync(ended.Token);
        }
        catch (OperationCanceledException) when (session.Ended.IsCancellationRequested)
        {
            throw new SessionEndedException(session.EndReason ?? "the session ended");
        }

        return looked;
    }

    public async ValueTask DisposeAsync()
    {
        var expected = _held;
        if (!session.Ended.IsCancellationRequested) expected += await ReadyAsync();
        // In the order in which they were taken: a quorum queue hands out first what came back first.
        foreach (var (_, receiver) in _pages) await receiver.DisposeAsync();
        // The broker has them back a moment later; whoever replays or looks next would miss them.
        for (var look = 0; look < MostLooksBack && !session.Ended.IsCancellationRequested && await ReadyAsync() < expected; look++)
        {
            await Task.Delay(LookBack, time, session.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<long> ReadyAsync()
    {
        try
        {
            return (await session.Topology.InspectAsync(_queue, CancellationToken.None))?.Ready ?? long.MaxValue / 2;
        }
        catch (MessageLBException)
        {
            return long.MaxValue / 2;
        }
    }

    // Somebody else may have taken some of what was counted; then the page is never full.
    private async Task FillAsync(BrowsedPage page, CancellationToken ended)
    {
        var (before, patience) = (-1, MostPatience);
        while (!page.Full.IsCompleted)
        {
            await Task.WhenAny(page.Full, Task.Delay(Look, time, ended));
            ended.ThrowIfCancellationRequested();
            patience = page.Count == before ? patience - 1 : MostPatience;
            before = page.Count;
            if (patience == 0 || (patience < MostPatience && await session.Topology.InspectAsync(_queue, ended) is { Ready: 0 })) return;
        }
    }

    private async Task RenewAsync(CancellationToken ended)
    {
        var worn = _pages.SelectMany(p => p.Page.Close().Select(w => (p.Receiver, w.Tag, w.Letter))).ToList();
        if (worn.Count == 0) return;
        // Or the room that each leaves would be filled with the new ones, which would be given back at once.
        foreach (var (_, receiver) in _pages) await receiver.StopAsync();
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, ended);
        foreach (var (receiver, tag, letter) in worn)
        {
            var outcome = await publisher.PublishAsync(string.Empty, _queue, DeadLetterEnvelopes.Keep(letter, group), letter.Body, ended);
            // One that cannot be renewed is given back as it is; the next look tries again.
            if (outcome == PublishOutcome.Confirmed && await receiver.AckAsync(tag, multiple: false)) _held--;
        }
    }
}
