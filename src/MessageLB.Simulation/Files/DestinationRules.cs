using System.Globalization;
using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>How the settings of the workers go together.</summary>
internal static class DestinationRules
{
    private const string Section = "destinations";

    public static void Check(IReadOnlyList<DestinationDraft> destinations, ConfigFindings findings)
    {
        if (destinations.Count == 0)
        {
            findings.Error(Section, null, "needs at least one worker, such as 'a: {concurrency: 4, speed: 1}'");
            return;
        }

        CheckNames(destinations, findings);
        if (destinations.All(destination => destination.Weight == 0))
        {
            findings.Error(Section, null, "all have weight 0, so nothing would take a message: give one a weight of 1 or more");
        }

        for (var i = 0; i < destinations.Count; i++) CheckTimeline(destinations[i].Timeline, $"{Section}[{i}].timeline", findings);
    }

    private static void CheckNames(IReadOnlyList<DestinationDraft> destinations, ConfigFindings findings)
    {
        var workers = 0L;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < destinations.Count; i++)
        {
            var destination = destinations[i];
            workers += destination.Count;
            if (destination.Count is < 1 or > ScenarioSchema.MostDestinations) continue;
            var twice = destination.Names.FirstOrDefault(name => !names.Add(name));
            if (twice is not null) findings.Error($"{Section}[{i}].name", twice, "is the name of two workers");
            var last = destination.Names.Last();
            if (Names.IsValid(destination.Name) && !Names.IsValid(last)) findings.Error($"{Section}[{i}].name", last, $"is no valid name: use {Scalars.NameRule}");
        }

        if (workers <= ScenarioSchema.MostDestinations) return;
        findings.Error(Section, null, string.Create(CultureInfo.InvariantCulture, $"are {workers:N0} workers; the most are {ScenarioSchema.MostDestinations:N0}"));
    }

    private static void CheckTimeline(IReadOnlyList<TimelineDraft> timeline, string path, ConfigFindings findings)
    {
        var (stopped, killed) = (false, false);
        for (var i = 0; i < timeline.Count; i++)
        {
            var happening = timeline[i];
            var at = $"{path}[{i}]";
            if (happening.Said != 1) findings.Error(at, null, "must say one of 'speed', 'stop: true', 'kill: true' and 'return: true'");
            if (i > 0 && happening.At < timeline[i - 1].At) findings.Error(at + ".at", Duration.Format(happening.At), $"is before the event above it, at {Duration.Format(timeline[i - 1].At)}: write them in the order of time");
            if (happening is { Said: 1, Kill: true } && killed) findings.Error(at + ".kill", null, "kills a worker that is dead already");
            if (happening is { Said: 1, Stop: true } && (stopped || killed)) findings.Error(at + ".stop", null, "stops a worker that stands still already");
            if (happening is { Said: 1, Return: true } && !stopped && !killed) findings.Error(at + ".return", null, "returns a worker that was not stopped");
            if (happening.Stop) stopped = true;
            if (happening.Kill) killed = true;
            if (happening.Return) (stopped, killed) = (false, false);
        }
    }
}
