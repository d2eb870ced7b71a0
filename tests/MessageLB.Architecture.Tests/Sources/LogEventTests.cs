using Xunit;

namespace MessageLB.Architecture.Tests.Sources;

/// <summary>STYLE section 7: event ids are stable, unique, and tell the project.</summary>
public sealed class LogEventTests
{
    private static readonly Dictionary<string, (int First, int Last)> Ranges = new()
    {
        ["MessageLB.RabbitMq"] = (1000, 1999),
        ["MessageLB.Dispatcher"] = (2000, 2999),
        ["MessageLB.Worker"] = (3000, 3999),
        ["MessageLB.Web"] = (4000, 4049),
        ["MessageLB"] = (4050, 4999),
    };

    [Fact]
    public void Events_Any_AreFound() => Assert.True(LogEvents.All.Count > 40, $"only {LogEvents.All.Count} log events found: the scan is broken");

    [Fact]
    public void Events_Ids_AreWritten() => Violations.AssertNone(
        LogEvents.All.Where(e => e.Id is null).Select(e => e.File.Path),
        "Every [LoggerMessage] has an id, a number, for people search for it. Give these one that is free:");

    [Fact]
    public void Events_Ids_AreUnique() => Violations.AssertNone(
        from sameId in LogEvents.All.Where(e => e.Id is not null).GroupBy(e => e.Id)
        where sameId.Count() > 1
        select $"{sameId.Key}: {string.Join(", ", sameId.Select(e => e.File.Path))}",
        "An event id stands for one event. Give all but the oldest of these a free one, and never use an id again:");

    [Fact]
    public void Events_Ids_AreInTheRangeOfTheirProject() => Violations.AssertNone(
        from e in LogEvents.All
        where e.Id is not null
        let range = Ranges.GetValueOrDefault(e.File.Project)
        where e.Id < range.First || e.Id > range.Last
        select range.Last > 0 ? $"{e.File.Path}: {e.Id} is outside {range.First} to {range.Last}" : $"{e.File.Path}: {e.File.Project} has no range; add one to {nameof(LogEventTests)}.{nameof(Ranges)}",
        "Event ids lie in the range of their project (STYLE section 7):");
}
