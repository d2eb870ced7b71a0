using MessageLB.Core.Adjustment;

namespace MessageLB.Core.Groups;

/// <summary>What it learned before, and what it knows now.</summary>
public sealed partial class GroupUpdater
{
    private readonly Dictionary<string, LearnedDestination> _learned = new(StringComparer.Ordinal);
    private double _trust;
    private TimeSpan? _learnedUntil;

    /// <summary>
    /// What is worth to be kept: service times, and weights that are not as configured; of those that were not heard of yet, what was learned
    /// before, as far as it is believed.
    /// </summary>
    public LearnedGroup Learned() => new(
        _state.Name,
        [
            .. _records.Values.Select(r => r.Learned()).OfType<LearnedDestination>()
                .Concat(_learned.Values.Select(one => one with { Factor = Math.Pow(one.Factor, _trust) }))
                .OrderBy(one => one.Name, StringComparer.Ordinal),
        ]);

    /// <summary>
    /// Starts with what was learned before. Each destination is given its part when it is first heard of; whoever is not heard of within ten
    /// intervals gets nothing of it. What is measured then counts for more, at once.
    /// </summary>
    /// <param name="learned">What was learned.</param>
    /// <param name="trust">How far it is believed. <value>0 (not at all) to 1.</value></param>
    public void Learn(LearnedGroup learned, double trust)
    {
        ArgumentNullException.ThrowIfNull(learned);
        _learned.Clear();
        (_trust, _learnedUntil) = (trust, null);
        if (trust <= 0) return;
        foreach (var one in learned.Destinations.Take(MaxDestinations)) _learned[one.Name] = one;
    }

    private void Teach(DestinationRecord record, TimeSpan now)
    {
        _learnedUntil ??= now + (_config.DynamicAdjustment.AdjustmentInterval * AdjustmentRules.MostSilentIntervals);
        if (now > _learnedUntil) _learned.Clear();
        if (!_learned.Remove(record.State.Name, out var learned)) return;
        var before = record.AdjustedWeight;
        if (!record.Learn(learned, _trust, AdjustmentRules.Apply(_config))) return;
        Note(record, before, AdjustmentCause.Learned, "learned before the restart; the first measurement that speaks against it counts for all", now);
        PublishIfDirty(now);
    }
}
