using System.Globalization;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Transports;

/// <summary>
/// The queues of many groups that are only for one run, as <see cref="GroupQueues"/>: deleted over a few sessions, since a thousand that connect at once
/// have most of them refused.
/// </summary>
/// <param name="transport">The broker.</param>
/// <param name="groups">The queues of each group.</param>
/// <param name="note">Told once if some stay.</param>
internal sealed class QueuesOfGroups(ITransport transport, IReadOnlyList<IEnumerable<string>> groups, Action<string> note) : IAsyncDisposable
{
    private const int Sessions = 8;

    private int _next = -1;
    private int _deleted;
    private string? _reason;

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, Math.Min(Sessions, groups.Count)).Select(_ => DeleteSomeAsync()));
        if (_deleted < groups.Count) note(string.Create(CultureInfo.InvariantCulture, $"The queues of {groups.Count - _deleted} of {groups.Count} groups are left behind at {transport.Address}: {_reason}"));
    }

    // Until there is no group left, or the broker takes no session any more.
    private async Task DeleteSomeAsync()
    {
        try
        {
            while (Volatile.Read(ref _next) < groups.Count - 1)
            {
                await using var session = await transport.OpenAsync(new SessionOptions { ClientName = "messagelb-cleanup" }, CancellationToken.None);
                while (!session.Ended.IsCancellationRequested && Interlocked.Increment(ref _next) is var place && place < groups.Count) await DeleteAsync(session, groups[place]);
            }
        }
        catch (MessageLBException e)
        {
            _reason ??= e.Message;
        }
    }

    private async Task DeleteAsync(ITransportSession session, IEnumerable<string> queues)
    {
        try
        {
            foreach (var queue in queues) await session.Topology.DeleteQueueAsync(queue, CancellationToken.None);
            Interlocked.Increment(ref _deleted);
        }
        catch (MessageLBException e)
        {
            // This group's only: the others may be deleted all the same.
            _reason ??= e.Message;
        }
    }
}
