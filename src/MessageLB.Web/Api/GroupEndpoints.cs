using MessageLB.Dispatcher.Status;
using MessageLB.Web.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MessageLB.Web.Api;

/// <summary>What the dispatcher knows, for people and programs.</summary>
internal static class GroupEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/v1/status", (IDispatcherStatus status) =>
            TypedResults.Json(StatusResponse.From(status.Read()), ApiJsonContext.Readable.StatusResponse));
        endpoints.MapGet("/api/v1/groups", (IDispatcherStatus status) =>
            TypedResults.Json(new GroupsResponse([.. status.Read().Groups.Select(GroupResponse.From)]), ApiJsonContext.Readable.GroupsResponse));
        endpoints.MapGet("/api/v1/groups/{name}", GetGroup);
    }

    private static IResult GetGroup(string name, IDispatcherStatus status)
    {
        var groups = status.Read().Groups;
        var found = groups.FirstOrDefault(g => g.Name == name);
        return found is null
            ? Problems.UnknownGroup(name, groups.Select(g => g.Name))
            : TypedResults.Json(GroupResponse.From(found), ApiJsonContext.Readable.GroupResponse);
    }
}
