using MessageLB.Dispatcher.Reloading;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;
using MessageLB.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace MessageLB.Web.Reloading;

/// <summary>Has the configuration read again.</summary>
internal static class ReloadEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints
        .MapPost("/api/v1/reload", ([FromServices] IReconfiguration reconfiguration, HttpContext context) => ReloadAsync(reconfiguration, context.RequestAborted))
        .AddEndpointFilter(new SameOriginFilter());

    private static async Task<IResult> ReloadAsync(IReconfiguration reconfiguration, CancellationToken aborted)
    {
        if (!reconfiguration.CanReload) return Problems.NothingToReload();
        var report = await reconfiguration.ReloadAsync("the HTTP API", aborted);
        return report.Errors.Count > 0
            ? Problems.BadConfiguration(report.Errors)
            : TypedResults.Json(ReloadResponse.From(report, reconfiguration), ApiJsonContext.Readable.ReloadResponse);
    }
}
