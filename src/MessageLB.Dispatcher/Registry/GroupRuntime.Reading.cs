using MessageLB.Core.Groups;
using MessageLB.Core.Performance;
using MessageLB.Core.Recommendations;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Registry;

/// <summary>What the group tells of itself.</summary>
internal sealed partial class GroupRuntime
{
    /// <summary>How the group stands as a whole.</summary>
    public GroupOutlook Outlook()
    {
        lock (_gate) return _updater.Outlook(_clock.Now());
    }

    /// <summary>A copy of what is known of every destination.</summary>
    public List<DestinationView> View()
    {
        lock (_gate) return _updater.View(_clock.Now());
    }

    /// <summary>A copy of what was counted over time, to be read after the lock is left.</summary>
    public GroupBooks Books()
    {
        lock (_gate) return _updater.Books();
    }

    /// <summary>A copy of what improvements can be judged by.</summary>
    public GroupSituation Situation(TimeSpan window)
    {
        var ready = Interlocked.Read(ref IngressReady);
        lock (_gate) return _updater.Situation(window, _clock.Now()) with { IngressReady = ready < 0 ? null : ready };
    }

    public List<DestinationStatus> ReadDestinations()
    {
        lock (_gate) return DestinationStatusReader.Read(_updater, _clock.Now());
    }
}
