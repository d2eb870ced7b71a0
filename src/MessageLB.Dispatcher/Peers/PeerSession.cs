using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Peers;

/// <summary>What this dispatcher says to the others, and hears from them, within one session.</summary>
/// <param name="session">The session.</param>
/// <param name="registry">Groups, and the other dispatchers.</param>
/// <param name="time">Clock.</param>
/// <param name="ended">Cancelled when the session has ended, or the dispatcher stops.</param>
internal sealed class PeerSession(ITransportSession session, DestinationRegistry registry, TimeProvider time, CancellationToken ended)
{
    private static readonly TimeSpan FarewellWithin = TimeSpan.FromSeconds(1);

    private readonly PeerRegistry _peers = registry.Peers;
    private readonly PeerReporter _reporter = new(session.Control, registry, time);
    private readonly PeerNews _news = new(session.Control, registry, time);
    private readonly WishTeller _wishes = new(session.Control, registry, time);

    /// <summary>What runs as long as the session.</summary>
    public IReadOnlyList<Func<CancellationToken, Task>> Loops => [ReportAsync, _news.TellAsync, _news.RepeatAsync, _wishes.RunAsync];

    /// <summary>Listens to the others. <paramref name="lost"/> is told of every worker instance that another dispatcher heard die.</summary>
    public async Task StartAsync(Action<WorkerInstance> lost)
    {
        _peers.BeatWanted = _reporter.Want;
        _peers.LostElsewhere = news =>
        {
            registry.Find(news.Instance.Group)?.OnLostElsewhere(news);
            lost(news.Instance);
        };
        _peers.PeerJoined = _wishes.Joined;
        _peers.WantedElsewhere = registry.Wishes.Hear;
        registry.Wishes.TellingWanted = _wishes.Want;
        await session.Control.SubscribeAsync(Names.AllDispatchers, _peers.OnBeatMessage, ended);
        await session.Control.SubscribeAsync(Names.AllDispatcherNews, _peers.OnNewsMessage, ended);
    }

    /// <summary>Tells the others of an instance whose presence token came back. Returns at once.</summary>
    public void Tell(WorkerInstance instance) => _news.Tell(instance);

    /// <summary>The session is over.</summary>
    public void Detach()
    {
        _peers.BeatWanted = null;
        _peers.LostElsewhere = null;
        _peers.PeerJoined = null;
        _peers.WantedElsewhere = null;
        registry.Wishes.TellingWanted = null;
    }

    private async Task ReportAsync(CancellationToken running)
    {
        await _reporter.RunAsync(running);
        // A loop that failed ends the session, not the dispatcher: then the others hear of it again in a moment.
        if (!ended.IsCancellationRequested || session.Ended.IsCancellationRequested) return;
        _peers.BeginStop();
        await _reporter.SendAsync(CancellationToken.None).WaitAsync(FarewellWithin, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
