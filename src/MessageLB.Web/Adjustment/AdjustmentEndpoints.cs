using MessageLB.Dispatcher.Administration;
using MessageLB.Dispatcher.Status;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;
using MessageLB.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace MessageLB.Web.Adjustment;

/// <summary>Shows weights as configured and as in force, and puts the configured ones in force again.</summary>
internal static class AdjustmentEndpoints
{
    private const string By = "the HTTP API";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/v1/groups/{name}/adjustments", GetGroup);
        endpoints.MapPost("/api/v1/groups/{name}/weights/reset", Reset).AddEndpointFilter(new SameOriginFilter());
    }

    private static IResult GetGroup(string name, IDispatcherStatus status)
    {
        var groups = status.ReadAdjustments();
        var found = groups.FirstOrDefault(g => g.Group == name);
        return found is null
            ? Problems.UnknownGroup(name, groups.Select(g => g.Group))
            : TypedResults.Json(GroupAdjustmentsResponse.From(found), ApiJsonContext.Readable.GroupAdjustmentsResponse);
    }

    private static IResult Reset(string name, [FromServices] IDispatcherStatus status, [FromServices] IAdministration administration)
    {
        var groups = status.Read().Groups;
        return groups.Any(g => g.Name == name)
            ? TypedResults.Json(new WeightsResetResponse(name, administration.ResetWeights(name, By)), ApiJsonContext.Readable.WeightsResetResponse)
            : Problems.UnknownGroup(name, groups.Select(g => g.Name));
    }
}
