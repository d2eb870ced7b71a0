using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Fallback;
using MessageLB.Dispatcher.Probes;

namespace MessageLB.Dispatcher.Registry;

/// <summary>Changes of the configuration.</summary>
internal sealed partial class GroupRuntime
{
    /// <summary>
    /// Goes by another configuration from now on, while nothing runs for the group. What is known of destinations stays, and so do all
    /// counters; remembered keys, identities and tenants' counters stay as long as their settings are the same.
    /// </summary>
    public void Reconfigure(GroupConfig next)
    {
        GroupEvent[] events;
        lock (_gate)
        {
            var before = _config;
            _updater.Reconfigure(next, _clock.Now(), _events);
            events = TakeEventsNeedsLock();
            if (!next.Copies) Rules = null;
            else if (Rules is null || !before.HasSameRules(next)) Rules = new GroupRulesState(next, before.HasSameSticky(next) ? Rules?.Sticky : null);
            if (!before.HasSameOrder(next)) Order = NewOrder(next, _dispatcher);
            Fallback = new GroupFallback(next, State, _logger);
            if (before.Duplicates != next.Duplicates) Duplicates = next.Duplicates.IsOn ? NewDuplicates(next) : null;
            if (next.Probe is not { Kind: ProbeKind.Message }) Canaries = null;
            else Canaries ??= new CanaryBook(_time);
            if (before.Destinations.Any(d => d.Tier > 0) != next.Destinations.Any(d => d.Tier > 0)) _outlookLog = NewOutlookLog(next);
            _config = next;
        }

        Publish(events);
    }
}
