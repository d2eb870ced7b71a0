using MessageLB.Dispatcher.Status;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MessageLB.Web.Performance;

/// <summary>How groups and destinations do over time.</summary>
internal static class PerformanceEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/v1/performance", (IDispatcherStatus status) =>
            TypedResults.Json(new PerformanceResponse([.. status.ReadPerformance().Select(GroupPerformanceResponse.From)]), ApiJsonContext.Readable.PerformanceResponse));
        endpoints.MapGet("/api/v1/groups/{name}/performance", GetGroup);
    }

    private static IResult GetGroup(string name, IDispatcherStatus status)
    {
        var groups = status.ReadPerformance();
        var found = groups.FirstOrDefault(g => g.Group == name);
        return found is null
            ? Problems.UnknownGroup(name, groups.Select(g => g.Group))
            : TypedResults.Json(GroupPerformanceResponse.From(found), ApiJsonContext.Readable.GroupPerformanceResponse);
    }
}
