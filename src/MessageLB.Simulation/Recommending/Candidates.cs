using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Core.Recommendations;
using MessageLB.Core.Routing;

namespace MessageLB.Simulation.Recommending;

/// <summary>Changes that are worth to be tried. Pure.</summary>
internal static class Candidates
{
    /// <summary>Policies that are tried in place of others.</summary>
    private static readonly string[] Policies = [RoutingPolicyNames.ResponseTime, RoutingPolicyNames.LeastConnections, RoutingPolicyNames.WeightedLeastConnections];

    /// <summary>Policies that people choose for something else than response times: keys, a fixed order, cost.</summary>
    private static readonly string[] Deliberate = [RoutingPolicyNames.ConsistentHash, RoutingPolicyNames.First, RoutingPolicyNames.CostAware];

    private const int PartsOfSpare = 3;

    /// <summary>All of them.</summary>
    /// <param name="situation">The group.</param>
    /// <param name="present">The present setup, with its single case.</param>
    public static IReadOnlyList<Candidate> Of(GroupSituation situation, Scenario present) =>
        [.. Weights(situation, present), .. Policy(situation, present), .. Window(situation, present), .. More(situation, present), .. Fewer(situation, present)];

    private static IEnumerable<Candidate> Weights(GroupSituation situation, Scenario present)
    {
        var targets = WeightTargets.Of(situation);
        if (targets.Count == 0) yield break;
        var changed = situation.Working.Where(d => targets.TryGetValue(d.Name, out var target) && target != d.Weight).ToList();
        yield return new Candidate(
            RecommendationKind.Weights,
            $"change the {(changed.Count == 1 ? "weight" : "weights")} {string.Join(", ", changed.Select(d => Text($"of {d.Name} from {d.Weight} to {targets[d.Name]}")))}",
            $"measured capacity: {string.Join(", ", situation.Working.Select(d => Text($"{d.Name} {d.Capacity:0.#}/s ({d.Concurrency} at a time, {ReportText.Time(ServiceShape.Service(d))} each)")))}{OfWorkers(changed)}",
            [.. changed.Select(d => new ConfigChange(OfDestination(situation, d, "weight"), Text($"{d.Weight}"), Text($"{targets[d.Name]}")))],
            present.Cases[0] with
            {
                Name = "weights by measured capacity",
                Destinations = [.. present.Destinations.Select(d => targets.TryGetValue(d.Name, out var target) ? d with { Weight = target } : d)],
            });
    }

    private static string OfWorkers(List<DestinationSituation> changed)
    {
        var asking = changed.Where(d => d.IsWeightOfWorker).Select(d => d.Name).ToList();
        return asking.Count == 0 ? "" : $"; the workers of {string.Join(", ", asking)} ask for their weight themselves: change it there (--weight)";
    }

    private static IEnumerable<Candidate> Policy(GroupSituation situation, Scenario present)
    {
        if (Deliberate.Contains(situation.Policy) || situation.NotSimulated.Any(setting => setting is "sticky" or "order_by")) yield break;
        foreach (var policy in Policies.Where(p => p != situation.Policy))
        {
            // By equal weights it is least_connections.
            if (policy == RoutingPolicyNames.WeightedLeastConnections && present.Destinations.Select(d => d.Weight).Distinct().Count() == 1) continue;
            yield return new Candidate(
                RecommendationKind.Policy,
                $"use {policy} in place of {situation.Policy}",
                policy == RoutingPolicyNames.ResponseTime
                    ? $"it goes by measured service times: {string.Join(", ", situation.Working.Select(d => $"{d.Name} {ReportText.Time(ServiceShape.Service(d))}"))}"
                    : "it goes by what is in flight, and not by turns",
                [new ConfigChange(OfGroup(situation, "algorithm"), situation.Policy, policy)],
                present.Cases[0] with { Name = policy, Group = present.Cases[0].Group with { Algorithm = policy } });
        }
    }

    private static IEnumerable<Candidate> Window(GroupSituation situation, Scenario present)
    {
        var changes = new List<ConfigChange>();
        if (situation.Window != WindowConfig.Auto && situation.Working.Any(d => d.Window is null)) changes.Add(new ConfigChange(OfGroup(situation, "window"), situation.Window.ToString(), "auto"));
        changes.AddRange(situation.Working.Where(d => d.Window is { } own && own != WindowConfig.Auto).Select(d => new ConfigChange(OfDestination(situation, d, "window"), d.Window.ToString()!, "auto")));
        if (changes.Count == 0) yield break;
        var small = Findings.Of(situation).Where(f => f.Kind == FindingKind.WindowTooSmall).Select(f => $"{f.Destination}: {f.Summary}").ToList();
        var bounds = situation.Working.ToDictionary(d => d.Name, d => SituationScenario.Bounded(WindowConfig.Auto, d), StringComparer.Ordinal);
        yield return new Candidate(
            RecommendationKind.Window,
            $"set window to auto in place of {string.Join(", ", changes.Select(c => c.From).Distinct())}",
            small.Count > 0 ? string.Join("; ", small) : "the window is large enough for the round trip; auto keeps what is more than that at ingress, where it can still go anywhere",
            changes,
            present.Cases[0] with
            {
                Name = "window auto",
                Group = present.Cases[0].Group with { Window = WindowConfig.Auto },
                Destinations = [.. present.Destinations.Select(d => d with { Window = bounds[d.Name] })],
            });
    }

    private static IEnumerable<Candidate> More(GroupSituation situation, Scenario present)
    {
        if (WorkerNeed.Missing(situation) is not (> 0 and var missing) || WorkerNeed.Middle(situation) is not { } middle) yield break;
        var model = present.Destinations.Single(d => d.Name == middle.Name);
        var load = situation.ArrivalRate / (situation.Capacity + (missing * middle.Capacity));
        yield return new Candidate(
            RecommendationKind.AddWorkers,
            $"add {Workers(missing)} to {situation.Group} ({ReportText.Count(middle.Concurrency)} at a time each, like {middle.Name})",
            $"{Load(situation)}; with {Text($"{missing}")} more it is {ReportText.Percent(load)}",
            [],
            present.Cases[0] with
            {
                Name = $"{Workers(missing)} more",
                // The hash sign is in no destination's name.
                Destinations = [.. present.Destinations, .. Enumerable.Range(1, missing).Select(i => model with { Name = Text($"new#{i}") })],
            });
    }

    // All that the load would allow, and parts of it: what one group bears costs another one more than it may.
    private static IEnumerable<Candidate> Fewer(GroupSituation situation, Scenario present)
    {
        var spare = WorkerNeed.Spare(situation);
        foreach (var count in Enumerable.Range(1, PartsOfSpare).Select(part => (spare.Count * part + PartsOfSpare - 1) / PartsOfSpare).Where(count => count > 0).Distinct())
        {
            var gone = spare.Take(count).Select(d => d.Name).ToHashSet(StringComparer.Ordinal);
            yield return new Candidate(
                RecommendationKind.RemoveWorkers,
                $"take {Workers(count)} away from {situation.Group}: {string.Join(", ", gone.Order(StringComparer.Ordinal))}",
                Load(situation),
                [],
                present.Cases[0] with { Name = $"{Workers(count)} fewer", Destinations = [.. present.Destinations.Where(d => !gone.Contains(d.Name))] });
        }
    }

    private static string Load(GroupSituation situation)
    {
        var growth = situation.BacklogGrowth > 0 ? Text($", {situation.BacklogGrowth:0.#}/s of them wait") : "";
        return Text($"{situation.ArrivalRate:0.#} messages/s arrive{growth}, and {Workers(situation.Working.Count)} can do {situation.Capacity:0.#}/s: a load of {ReportText.Percent(situation.Load)}");
    }

    private static string OfGroup(GroupSituation situation, string setting) => $"groups.{situation.Group}.{setting}";

    private static string OfDestination(GroupSituation situation, DestinationSituation destination, string setting) => OfGroup(situation, $"destinations.{destination.Name}.{setting}");

    private static string Workers(int count) => count == 1 ? "1 worker" : Text($"{count} workers");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
