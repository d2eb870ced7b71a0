using MessageLB.Dispatcher.Status;
using MessageLB.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace MessageLB.Web.Health;

/// <summary>
/// Live: the process answers. Ready: a session with the broker is open and every group's topology declared, so messages can be taken;
/// missing destinations are told but do not count, because their messages wait safely at ingress.
/// </summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", () =>
            TypedResults.Json(new HealthResponse("live", [], null, null), ApiJsonContext.Readable.HealthResponse));
        endpoints.MapGet("/health/ready", (IDispatcherStatus status) => Ready(status.Read()));
    }

    private static JsonHttpResult<HealthResponse> Ready(DispatcherStatus status)
    {
        var reasons = Reasons(status).ToList();
        var ready = reasons.Count == 0;
        var answer = new HealthResponse(
            ready ? "ready" : "not_ready",
            reasons,
            BrokerResponse.From(status.Broker),
            [.. status.Groups.Select(g => new GroupHealthResponse(g.Name, g.Destinations.Count, g.Destinations.Count(d => d.State == "ready")))]);
        return TypedResults.Json(answer, ApiJsonContext.Readable.HealthResponse, statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static IEnumerable<string> Reasons(DispatcherStatus status)
    {
        if (!status.Broker.Connected) yield return $"no contact with the broker at {status.Broker.Address}: {status.Broker.Fault ?? "still connecting"}";
        foreach (var group in status.Groups)
        {
            if (group.Fault is { } fault) yield return $"group {group.Name} cannot run: {fault}";
            else if (!group.Declared) yield return $"group {group.Name} is declaring its queues";
        }
    }
}
