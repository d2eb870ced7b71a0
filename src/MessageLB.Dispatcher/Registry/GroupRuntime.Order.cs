using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Ordering;

namespace MessageLB.Dispatcher.Registry;

/// <summary>The order of keys.</summary>
internal sealed partial class GroupRuntime
{
    /// <summary>The order of keys; null in a group that keeps none.</summary>
    public GroupOrder? Order { get; private set; }

    /// <summary>The time that destinations are judged by.</summary>
    public TimeSpan Now() => _clock.Now();

    /// <summary>Whether every live worker of a destination has said after this time that it holds nothing.</summary>
    public bool IsIdleSince(string destination, TimeSpan since)
    {
        lock (_gate) return _updater.IsIdleSince(destination, since);
    }

    private GroupOrder? NewOrder(GroupConfig config, string dispatcher) => config.OrderBy is null ? null : new GroupOrder(config, dispatcher, CreditSignals);
}
