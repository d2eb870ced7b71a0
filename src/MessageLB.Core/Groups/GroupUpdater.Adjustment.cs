using MessageLB.Core.Adjustment;

namespace MessageLB.Core.Groups;

/// <summary>Effective weights, which move towards what destinations can do.</summary>
public sealed partial class GroupUpdater
{
    private readonly AdjustmentLog _adjustments = new();
    private TimeSpan? _intervalBegan;
    private bool _adjusts;

    /// <summary>Adjustments of weights since the start.</summary>
    public long AdjustmentCount => _adjustments.Count;

    /// <summary>The weights, and the latest adjustments.</summary>
    public GroupAdjustments Adjustments(TimeSpan now) => new(
        _state.Name,
        AdjustmentRules.Apply(_config),
        AdjustmentRules.Inactive(_config),
        _config.DynamicAdjustment.AdjustmentInterval,
        now,
        [.. _records.Values.OrderBy(r => r.State.Name, StringComparer.Ordinal).Select(r => new DestinationWeight(r.State.Name, r.Weight, r.State.EffectiveWeight, r.Factor.Value, r.Factor.IsLearned))],
        _adjustments.Recent());

    /// <summary>Adjustments since the last call, the oldest first; at most the latest 200.</summary>
    public IReadOnlyList<LoadAdjustment> TakeAdjustments() => _adjustments.TakeFresh();

    /// <summary>Puts the configured weights in force again; measuring begins anew. Publishes.</summary>
    /// <param name="reason">Who or why, for a person.</param>
    /// <param name="now">Time.</param>
    /// <returns>How many destinations had another one.</returns>
    public int ResetWeights(string reason, TimeSpan now) => ResetWeights(AdjustmentCause.Reset, reason, now);

    private int ResetWeights(AdjustmentCause cause, string reason, TimeSpan now)
    {
        var count = 0;
        foreach (var record in _records.Values)
        {
            record.ForgetEvidence();
            var before = record.AdjustedWeight;
            if (!record.Factor.Reset()) continue;
            count++;
            Note(record, before, cause, reason, now);
        }

        _intervalBegan = now;
        PublishIfDirty(now);
        return count;
    }

    // At the end of each interval; also takes in that the configuration switched it on or off.
    private void AdjustWeights(TimeSpan now)
    {
        var adjusts = AdjustmentRules.Apply(_config);
        if (adjusts != _adjusts)
        {
            _adjusts = adjusts;
            BeginAdjusting(now);
        }

        if (!adjusts || (_intervalBegan is { } began && now - began < _config.DynamicAdjustment.AdjustmentInterval)) return;
        var isFirst = _intervalBegan is null;
        _intervalBegan = now;
        if (!isFirst) Adjust(now);
    }

    private void BeginAdjusting(TimeSpan now)
    {
        if (!_adjusts) ResetWeights(AdjustmentCause.Off, "adjustment is switched off", now);
        foreach (var record in _records.Values)
        {
            record.ForgetEvidence();
            // Weights are counted in other units from now on, all of them at once.
            record.Refresh(_figures, now);
        }

        _intervalBegan = now;
        _dirty = true;
        PublishIfDirty(now);
    }

    private void Adjust(TimeSpan now)
    {
        var judged = new List<(DestinationRecord Record, AdjustmentSubject Subject)>(_records.Count);
        foreach (var record in _records.Values)
        {
            if (record.Subject(_figures, now) is { } subject) judged.Add((record, subject));
        }

        var adjustments = AdjustmentRound.Run([.. judged.Select(j => j.Subject)], AdjustmentRules.Of(_config), now);
        foreach (var (record, subject) in judged) record.BeginInterval(subject);
        foreach (var adjustment in adjustments)
        {
            _adjustments.Add(adjustment);
            _records[adjustment.Destination].Refresh(_figures, now);
            _dirty = true;
        }

        PublishIfDirty(now);
    }

    private void Note(DestinationRecord record, double before, AdjustmentCause cause, string reason, TimeSpan now)
    {
        _adjustments.Add(new LoadAdjustment(record.State.Name, now, record.Weight, before, record.AdjustedWeight, cause, 1, 1, 0, 0, 0, reason));
        record.Refresh(_figures, now);
        _dirty = true;
    }
}
