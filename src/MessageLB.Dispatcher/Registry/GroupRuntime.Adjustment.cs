using MessageLB.Core.Adjustment;

namespace MessageLB.Dispatcher.Registry;

/// <summary>Its weights.</summary>
internal sealed partial class GroupRuntime
{
    // In a group of thousands all of them may move at once.
    private const int MostLoggedAtOnce = 20;

    /// <summary>The weights, and what became of them lately.</summary>
    public GroupAdjustments Adjustments()
    {
        lock (_gate) return _updater.Adjustments(_clock.Now());
    }

    /// <summary>Puts the configured weights in force again; returns how many destinations had another one.</summary>
    public int ResetWeights(string reason)
    {
        int count;
        IReadOnlyList<LoadAdjustment> adjustments;
        lock (_gate)
        {
            count = _updater.ResetWeights(reason, _clock.Now());
            adjustments = _updater.TakeAdjustments();
        }

        LogAdjustments(adjustments);
        return count;
    }

    private void LogAdjustments(IReadOnlyList<LoadAdjustment> adjustments)
    {
        foreach (var one in adjustments.Take(MostLoggedAtOnce)) LogAdjusted(_config.Name, one.Destination, one.Configured, one.From, one.To, one.Cause, one.Reason);
        if (adjustments.Count > MostLoggedAtOnce) LogMoreAdjusted(_config.Name, adjustments.Count - MostLoggedAtOnce);
    }
}
