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

    /// <summary>What is worth to be kept; null if the group does not learn.</summary>
    public LearnedGroup? Learned()
    {
        lock (_gate) return Learns ? _updater.Learned() : null;
    }

    /// <summary>Whether it learns.</summary>
    public bool Learns => _config.DynamicAdjustment is { Enabled: true, Learning: true };

    /// <summary>Starts with what was learned before.</summary>
    public void Learn(LearnedGroup learned, double trust)
    {
        lock (_gate) _updater.Learn(learned, trust);
    }

    private void LogAdjustments(IReadOnlyList<LoadAdjustment> adjustments)
    {
        foreach (var one in adjustments.Take(MostLoggedAtOnce)) LogAdjusted(_config.Name, one.Destination, one.Configured, one.From, one.To, one.Cause, one.Reason);
        if (adjustments.Count > MostLoggedAtOnce) LogMoreAdjusted(_config.Name, adjustments.Count - MostLoggedAtOnce);
    }
}
