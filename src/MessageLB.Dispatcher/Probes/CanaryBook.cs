using MessageLB.Core.Groups;

namespace MessageLB.Dispatcher.Probes;

/// <summary>
/// The canaries of a group that have not been answered, at most one for each destination: while one lies in a queue, another would only
/// make it longer. Outlives sessions, as canaries do. Thread-safe.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class CanaryBook(TimeProvider time)
{
    /// <summary>After this time one counts as gone, with its queue or by the hand of somebody who does not know canaries.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, FlyingCanary> _byDestination = new(StringComparer.Ordinal);
    private long _sweptAt = time.GetTimestamp();

    /// <summary>The one that is under way to a destination; null if another one is to be sent.</summary>
    public FlyingCanary? Find(DestinationState destination)
    {
        lock (_gate)
        {
            return _byDestination.TryGetValue(destination.Name, out var canary) && time.GetElapsedTime(canary.SentAt) < Life ? canary : null;
        }
    }

    /// <summary>Enters a new one, about to be sent.</summary>
    public FlyingCanary Add(DestinationState destination)
    {
        var canary = new FlyingCanary(Guid.NewGuid().ToString("N"), time.GetTimestamp());
        lock (_gate)
        {
            SweepNeedsLock();
            _byDestination[destination.Name] = canary;
        }

        return canary;
    }

    /// <summary>Takes in that one was answered. False if it is none of these.</summary>
    public bool Answered(string destination, string id)
    {
        if (Remove(destination, id) is not { } canary) return false;
        canary.Answered.TrySetResult(true);
        return true;
    }

    /// <summary>Takes in that one never came into its destination's queue.</summary>
    public void Gone(string destination, string id) => Remove(destination, id)?.Answered.TrySetResult(false);

    /// <summary>Takes in that one was taken out of its destination's queue.</summary>
    public void Gone(string id)
    {
        string? from;
        lock (_gate) from = _byDestination.FirstOrDefault(entry => entry.Value.Id == id).Key;
        if (from is not null) Gone(from, id);
    }

    private FlyingCanary? Remove(string destination, string id)
    {
        lock (_gate)
        {
            if (!_byDestination.TryGetValue(destination, out var canary) || canary.Id != id) return null;
            _byDestination.Remove(destination);
            return canary;
        }
    }

    // Destinations come and go, and some go with a canary.
    private void SweepNeedsLock()
    {
        if (time.GetElapsedTime(_sweptAt) < Life) return;
        _sweptAt = time.GetTimestamp();
        foreach (var (destination, canary) in _byDestination)
        {
            if (time.GetElapsedTime(canary.SentAt) >= Life) _byDestination.Remove(destination);
        }
    }
}
