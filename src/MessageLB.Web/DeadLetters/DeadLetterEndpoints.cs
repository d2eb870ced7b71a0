using MessageLB.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MessageLB.Web.DeadLetters;

/// <summary>See the dead letters of a group, send them again, delete them.</summary>
internal static class DeadLetterEndpoints
{
    private const string Path = "/api/v1/groups/{group}/dead";

    // Looking changes something too: what is looked at is out of the queue meanwhile. So a page of another origin may not even do that.
    public static void Map(IEndpointRouteBuilder endpoints, DeadLetterDesk desk)
    {
        endpoints.MapGet(Path, (HttpContext context, string group) => desk.ListAsync(context, group)).AddEndpointFilter(new SameOriginFilter());
        endpoints.MapGet($"{Path}/groups", (HttpContext context, string group) => desk.GroupsAsync(context, group)).AddEndpointFilter(new SameOriginFilter());
        endpoints.MapPost($"{Path}/replay", (HttpContext context, string group) => desk.ReplayAsync(context, group)).AddEndpointFilter(new SameOriginFilter());
        endpoints.MapPost($"{Path}/purge", (HttpContext context, string group) => desk.PurgeAsync(context, group)).AddEndpointFilter(new SameOriginFilter());
    }
}
