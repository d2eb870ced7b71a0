using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Status;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MessageLB.Web.Recommending;

/// <summary>What improvements can be judged by. Nothing is simulated here: that would take the cores from the messages.</summary>
internal static class RecommendationEndpoints
{
    private static readonly TimeSpan[] Windows = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/v1/recommendations", GetAll);
        endpoints.MapGet("/api/v1/groups/{name}/recommendations", GetGroup);
    }

    private static IResult GetAll(IDispatcherStatus status, string? window = null) => Window(window) is { } given
        ? TypedResults.Json(new SituationsResponse([.. status.ReadSituations(given).Select(SituationResponse.From)]), ApiJsonContext.Readable.SituationsResponse)
        : BadWindow(window);

    private static IResult GetGroup(string name, IDispatcherStatus status, string? window = null)
    {
        if (Window(window) is not { } given) return BadWindow(window);
        var groups = status.ReadSituations(given);
        var found = groups.FirstOrDefault(g => g.Group == name);
        return found is null
            ? Problems.UnknownGroup(name, groups.Select(g => g.Group))
            : TypedResults.Json(SituationResponse.From(found), ApiJsonContext.Readable.SituationResponse);
    }

    private static TimeSpan? Window(string? text)
    {
        if (text is null) return TimeSpan.FromMinutes(5);
        return Duration.TryParse(text, out var window, out _) && Windows.Contains(window) ? window : null;
    }

    private static ProblemResult BadWindow(string? text) => Problems.BadRequest($"window: \"{text}\" is none of the windows: must be 1m, 5m or 1h");
}
