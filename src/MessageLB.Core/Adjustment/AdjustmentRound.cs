using System.Globalization;
using MessageLB.Core.Performance;

namespace MessageLB.Core.Adjustment;

/// <summary>
/// Moves the weights of a group by one interval. Each destination is measured by what it could do for its configured weight; the middle of
/// the group, the median on a logarithmic scale, is what all are compared with. Half of a group would have to report false figures together
/// to move that. Targets depend on what was measured and not on the weights in force, so that no sequence of steps can carry them away. Pure.
/// </summary>
internal static class AdjustmentRound
{
    /// <summary>Moves the factors; returns what was adjusted, in the order of the subjects.</summary>
    /// <param name="subjects">Every destination that is to be judged, in any order.</param>
    /// <param name="rules">By what.</param>
    /// <param name="now">Time.</param>
    public static List<LoadAdjustment> Run(IReadOnlyList<AdjustmentSubject> subjects, AdjustmentRules rules, TimeSpan now)
    {
        var shown = subjects.Where(s => s.Evidence.IsEnough).Select(s => Math.Log(s.Evidence.Capacity / s.Weight)).ToArray();
        var middle = shown.Length > 1 ? Median.Of(shown) : 0;
        var adjustments = new List<LoadAdjustment>();
        foreach (var subject in subjects)
        {
            var before = subject.Factor.Value;
            if (shown.Length > 1 && subject.Evidence.IsEnough)
            {
                if (Judge(subject, middle, shown.Length, rules, now) is { } adjustment) adjustments.Add(adjustment);
            }
            else if (!subject.Evidence.IsEnough && subject.Factor.Miss())
            {
                adjustments.Add(Back(subject, before, now));
            }
        }

        return adjustments;
    }

    private static LoadAdjustment? Judge(in AdjustmentSubject subject, double middle, int compared, AdjustmentRules rules, TimeSpan now)
    {
        var evidence = subject.Evidence;
        var before = subject.Factor.Value;
        var relative = Math.Exp(Math.Log(evidence.Capacity / subject.Weight) - middle);
        var performance = rules.PerformanceThreshold > 0 ? relative : 1;
        var isIll = evidence.Health < rules.HealthThreshold;
        var target = performance * (isIll ? evidence.Health / rules.HealthThreshold : 1);
        // Ill health is below a threshold of its own already.
        var band = isIll || rules.PerformanceThreshold <= 0 ? 0 : -Math.Log(rules.PerformanceThreshold);
        if (!subject.Factor.Judge(target, band, evidence.Messages)) return null;
        var cause = isIll && evidence.Health / rules.HealthThreshold < relative ? AdjustmentCause.Health : evidence.IsDoubted ? AdjustmentCause.Doubt : AdjustmentCause.Performance;
        return new LoadAdjustment(
            subject.Name,
            now,
            subject.Weight,
            subject.Weight * before,
            subject.Weight * subject.Factor.Value,
            cause,
            relative,
            evidence.Health,
            evidence.ServiceSeconds,
            evidence.Concurrency,
            (long)evidence.Messages,
            Explain(evidence, relative, compared, cause));
    }

    private static LoadAdjustment Back(in AdjustmentSubject subject, double before, TimeSpan now) => new(
        subject.Name,
        now,
        subject.Weight,
        subject.Weight * before,
        subject.Weight * subject.Factor.Value,
        AdjustmentCause.Silence,
        Relative: 1,
        Health: 1,
        ServiceSeconds: 0,
        Concurrency: 0,
        Messages: 0,
        string.Create(CultureInfo.InvariantCulture, $"fewer than {AdjustmentRules.LeastMessages} messages in each of {AdjustmentRules.MostSilentIntervals} intervals: what was measured before is not believed any more"));

    private static string Explain(in Evidence evidence, double relative, int compared, AdjustmentCause cause)
    {
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"for its weight it can do {relative:0.00} of what the middle of {compared} can: {evidence.Capacity:0.#}/s ({evidence.Concurrency} at a time, {evidence.ServiceSeconds * 1000:0.###} ms each, {evidence.Messages:0} messages)");
        return cause switch
        {
            AdjustmentCause.Health => string.Create(CultureInfo.InvariantCulture, $"its health score was {evidence.Health:0.00}; {words}"),
            AdjustmentCause.Doubt => string.Create(CultureInfo.InvariantCulture, $"{words}; its worker says {evidence.BusySeconds / evidence.Messages * 1000:0.###} ms, which what is in flight there speaks against"),
            _ => words,
        };
    }
}
