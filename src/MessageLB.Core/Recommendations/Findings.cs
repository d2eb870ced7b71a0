using System.Globalization;

namespace MessageLB.Core.Recommendations;

/// <summary>What the figures alone show to be worth a look. Pure, and cheap enough to be asked every minute: nothing is simulated.</summary>
public static class Findings
{
    /// <summary>Everything that stands out; nothing while too little was measured.</summary>
    /// <param name="situation">The group.</param>
    public static IReadOnlyList<Finding> Of(GroupSituation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        if (situation.Unclear is not null) return [];
        return [.. Workers(situation), .. Windows(situation), .. Weights(situation), .. Failing(situation)];
    }

    private static IEnumerable<Finding> Workers(GroupSituation situation)
    {
        var figures = Text($"{situation.ArrivalRate:0.#} messages/s arrive and {Workers(situation.Working.Count)} can do {situation.Capacity:0.#}/s, a load of {situation.Load:P0}");
        if (WorkerNeed.Missing(situation) is > 0 and var missing)
        {
            yield return new Finding(FindingKind.TooFewWorkers, null, figures, $"add {Workers(missing)} to {situation.Group}");
        }

        if (WorkerNeed.Spare(situation) is { Count: > 0 } spare)
        {
            yield return new Finding(FindingKind.SpareWorkers, null, figures, $"{Workers(spare.Count)} could be taken away: {string.Join(", ", spare.Select(d => d.Name))}");
        }
    }

    private static IEnumerable<Finding> Windows(GroupSituation situation)
    {
        foreach (var one in situation.Working)
        {
            var need = WindowNeed.Of(one, situation);
            if (WindowNeed.Configured(one, situation.Window) is not { } window || window >= need) continue;
            var loop = WindowNeed.LoopSeconds(one, situation) * 1000;
            yield return new Finding(
                FindingKind.WindowTooSmall,
                one.Name,
                Text($"a window of {window} is too small for this round trip: {one.Concurrency} at a time, {one.MeanServiceSeconds * 1000:0.###} ms each, and {loop:0.###} ms until the dispatcher can follow up need {need}"),
                Text($"set window to auto, or to {need} or more"));
        }
    }

    private static IEnumerable<Finding> Weights(GroupSituation situation)
    {
        var targets = WeightTargets.Of(situation);
        if (targets.Count == 0) yield break;
        var judged = situation.Working.Where(d => targets.ContainsKey(d.Name)).ToList();
        yield return new Finding(
            FindingKind.WeightsOff,
            null,
            $"weights say something else than what workers can do: {string.Join(", ", judged.Select(d => Text($"{d.Name} has {d.Weight} and can do {d.Capacity:0.#}/s")))}",
            $"set the weights to {string.Join(", ", judged.Select(d => Text($"{d.Name} {targets[d.Name]}")))}");
    }

    private static IEnumerable<Finding> Failing(GroupSituation situation) =>
        from one in situation.Destinations
        where one.Failed >= RecommendationRules.LeastFailures && one.ErrorRate >= RecommendationRules.ErrorRate
        select new Finding(
            FindingKind.Failing,
            one.Name,
            Text($"{one.Failed:N0} of {one.Settled:N0} messages failed, {one.ErrorRate:P1}"),
            "look at the errors with 'messagelb dead list', and at its workers; no setting helps where the work fails");

    private static string Workers(int count) => count == 1 ? "1 worker" : Text($"{count} workers");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
