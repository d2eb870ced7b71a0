using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Administration;
using MessageLB.Dispatcher.Status;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;
using MessageLB.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace MessageLB.Web.Administration;

/// <summary>Drains destinations, takes them out of service and brings them back.</summary>
internal static class AdministrationEndpoints
{
    private const string By = "the HTTP API";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        Map(endpoints, "drain", AdministrativeState.Draining);
        Map(endpoints, "maintenance", AdministrativeState.Maintenance);
        Map(endpoints, "resume", AdministrativeState.Active);
    }

    private static void Map(IEndpointRouteBuilder endpoints, string verb, AdministrativeState state) => endpoints
        .MapPost($"/api/v1/groups/{{group}}/destinations/{{destination}}/{verb}", (
            string group,
            string destination,
            [FromServices] IDispatcherStatus status,
            [FromServices] IAdministration administration) => Set(group, destination, state, status, administration))
        .AddEndpointFilter(new SameOriginFilter());

    private static IResult Set(string group, string destination, AdministrativeState state, IDispatcherStatus status, IAdministration administration)
    {
        var before = status.Read().Groups;
        if (before.FirstOrDefault(g => g.Name == group) is not { } known) return Problems.UnknownGroup(group, before.Select(g => g.Name));
        if (!administration.Set(group, destination, state, By)) return Problems.UnknownDestination(group, destination, known.Destinations.Select(d => d.Name));
        var after = status.Read().Groups.First(g => g.Name == group).Destinations.FirstOrDefault(d => d.Name == destination);
        return after is null
            ? Problems.UnknownDestination(group, destination, known.Destinations.Select(d => d.Name))
            : TypedResults.Json(DestinationResponse.From(after), ApiJsonContext.Readable.DestinationResponse);
    }
}
