using System.Globalization;
using MessageLB.Core.DeadLetters;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.DeadLetters;

/// <summary>
/// The dead letters of a group: looks at them, sends them again, deletes them. What is sent again is published to the group's ingress queue
/// first and leaves the dead letters after the confirm, so a crash between the two makes a duplicate, not a loss. One call at a time.
/// </summary>
/// <param name="session">Session to work in; the caller's.</param>
/// <param name="group">Name of the group.</param>
/// <param name="time">Clock.</param>
public sealed class DeadLetterOffice(ITransportSession session, string group, TimeProvider time)
{
    /// <summary>Most dead letters that one look takes.</summary>
    public const int MostBrowsed = 100_000;

    /// <summary>Dead letters of a pass that are on their way at the same time: what the death of the process may duplicate.</summary>
    public const int MostUnsettled = 500;

    private readonly string _queue = Names.DeadQueue(group);

    /// <summary>
    /// Looks at dead letters from the head of the queue and gives all of them back. Others do not see them meanwhile. The broker counts each
    /// giving back; a letter that has been given back <see cref="DeadLetterBrowser.MostReturns"/> times is put at the end of its queue as a new
    /// message, so that no delivery limit can drop it.
    /// </summary>
    /// <param name="most">Dead letters to look at. <value>1 to <see cref="MostBrowsed"/>.</value></param>
    /// <param name="mostBody">Bytes of each body to read.</param>
    /// <param name="seen">Told of each, one after the other, in the order of the queue. Must return at once.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="MessageLBException">There is no such queue, or contact with the broker was lost.</exception>
    public async Task<BrowseCount> BrowseAsync(int most, int mostBody, Action<DeadLetter> seen, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, MostBrowsed);
        var total = await CountAsync(cancellationToken);
        await using var browser = new DeadLetterBrowser(session, group, mostBody, seen, time);
        return new BrowseCount(total, await browser.RunAsync(Math.Min(total, most), cancellationToken));
    }

    /// <summary>
    /// Sends dead letters to the group's ingress queue again. Each that was there at the start is looked at once; those that are not meant go to
    /// the end of the queue. Cancelling ends it in good order; another call goes on with what is left.
    /// </summary>
    /// <param name="options">Which, and how carefully.</param>
    /// <param name="tally">Told how far it is, also when an exception ends it.</param>
    /// <param name="stop">Ends it: what is on its way is settled, the rest given back.</param>
    /// <exception cref="MessageLBException">There is no such queue, the ingress queue does not take the messages, or contact with the broker was lost.</exception>
    public async Task<PassEnd> ReplayAsync(ReplayOptions options, PassTally tally, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tally);
        tally.Begin(await CountAsync(stop));
        var run = time.GetUtcNow().ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture) + Guid.NewGuid().ToString("N")[..6];
        await using var watch = await ReplayWatch.StartAsync(session, group, run, tally, stop);
        var step = new ReplayStep(options, group, run, watch, tally, time);
        var prefetch = options.PerSecond > 0 ? (int)Math.Clamp(Math.Ceiling(options.PerSecond), 1, MostUnsettled) : MostUnsettled;
        return await RunAsync(step.DecideAsync, prefetch, tally, stop);
    }

    /// <summary>
    /// Deletes dead letters for good. Each that was there at the start is looked at once; those that are not meant go to the end of the queue.
    /// </summary>
    /// <param name="filter">Which.</param>
    /// <param name="tally">Told how far it is, also when an exception ends it.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="MessageLBException">There is no such queue, or contact with the broker was lost.</exception>
    public async Task<PassEnd> PurgeAsync(DeadLetterFilter filter, PassTally tally, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(tally);
        tally.Begin(await CountAsync(stop));
        return await RunAsync((letter, _) => ValueTask.FromResult(filter.Matches(letter) ? PassStep.Delete : PassStep.Keep), MostUnsettled, tally, stop);
    }

    /// <summary>Dead letters in the queue, without those that somebody holds.</summary>
    /// <exception cref="MessageLBException">There is no such queue, or contact with the broker was lost.</exception>
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var depth = await session.Topology.InspectAsync(_queue, cancellationToken);
        return depth?.Ready ?? throw new MessageLBException($"There is no queue '{_queue}': no dispatcher has declared the group '{group}' at this broker.");
    }

    private async Task<PassEnd> RunAsync(Func<DeadLetter, CancellationToken, ValueTask<PassStep>> decide, int prefetch, PassTally tally, CancellationToken stop)
    {
        if (tally.Total == 0) return PassEnd.Complete;
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, stop);
        using var pass = new DeadLetterPass(session, group, publisher, decide, tally, time);
        return await pass.RunAsync(prefetch, stop);
    }
}
