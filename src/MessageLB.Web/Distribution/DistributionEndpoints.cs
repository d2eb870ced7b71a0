using MessageLB.Dispatcher.Status;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MessageLB.Web.Distribution;

/// <summary>Who got what, beside what was to be expected.</summary>
internal static class DistributionEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/v1/distribution", (IDispatcherStatus status) =>
            TypedResults.Json(new DistributionResponse([.. status.ReadDistribution().Select(GroupDistributionResponse.From)]), ApiJsonContext.Readable.DistributionResponse));
        endpoints.MapGet("/api/v1/groups/{name}/distribution", GetGroup);
    }

    private static IResult GetGroup(string name, IDispatcherStatus status)
    {
        var groups = status.ReadDistribution();
        var found = groups.FirstOrDefault(g => g.Group == name);
        return found is null
            ? Problems.UnknownGroup(name, groups.Select(g => g.Group))
            : TypedResults.Json(GroupDistributionResponse.From(found), ApiJsonContext.Readable.GroupDistributionResponse);
    }
}
