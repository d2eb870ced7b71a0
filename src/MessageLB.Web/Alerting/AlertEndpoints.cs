using System.Text.Json;
using MessageLB.Dispatcher.Alerting;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;
using MessageLB.Web.Publishing;
using MessageLB.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace MessageLB.Web.Alerting;

/// <summary>What is wrong, and what is to be quiet about.</summary>
internal static class AlertEndpoints
{
    private const int LargestRequest = 16 * 1024;
    private const string By = "the HTTP API";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/v1/alerts", ([FromServices] IAlerts alerts) => TypedResults.Json(Read(alerts), ApiJsonContext.Readable.AlertsResponse));
        endpoints.MapPost("/api/v1/silences", AddAsync).AddEndpointFilter(new SameOriginFilter());
        endpoints.MapDelete("/api/v1/silences/{id}", (string id, [FromServices] IAlerts alerts) => Remove(id, alerts)).AddEndpointFilter(new SameOriginFilter());
    }

    private static AlertsResponse Read(IAlerts alerts)
    {
        var status = alerts.Read();
        return new AlertsResponse(
            [.. status.Active.Select(alert => AlertResponse.From(alert, alerts.Config))],
            [.. status.Recent.Select(alert => AlertResponse.From(alert, alerts.Config))],
            [.. status.Silences.Select(SilenceResponse.From)],
            [.. status.Webhooks.Select(WebhookResponse.From)],
            status.LeftOut);
    }

    private static async Task<IResult> AddAsync(HttpContext context, [FromServices] IAlerts alerts, [FromServices] TimeProvider time)
    {
        if (await RequestBody.ReadAsync(context.Request, LargestRequest, context.RequestAborted) is not { } body) return Problems.BadRequest($"The body exceeds {LargestRequest} bytes.");
        SilenceRequest? request;
        try
        {
            request = body.Length == 0 ? null : JsonSerializer.Deserialize(body, ApiJsonContext.Readable.SilenceRequest);
        }
        catch (JsonException e)
        {
            return Problems.BadRequest($"The body is not what is expected: {e.Message}");
        }

        var silence = (request ?? new SilenceRequest()).ToSilence(time.GetUtcNow(), out var problem);
        if (silence is null) return Problems.BadRequest(problem!);
        return alerts.Add(silence, By)
            ? TypedResults.Json(SilenceResponse.From(silence), ApiJsonContext.Readable.SilenceResponse, statusCode: StatusCodes.Status201Created)
            : Problems.TooManySilences();
    }

    private static IResult Remove(string id, IAlerts alerts)
    {
        if (alerts.Read().Silences.FirstOrDefault(silence => silence.Id == id) is { IsConfigured: true }) return Problems.ConfiguredSilence(id);
        return alerts.Remove(id, By) ? TypedResults.NoContent() : Problems.UnknownSilence(id);
    }
}
