using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Status;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace MessageLB.Web.Explaining;

/// <summary>Why messages went where they went.</summary>
internal static class ExplainEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/v1/explain", SampleAsync);
        endpoints.MapGet("/api/v1/explain/{**messageId}", Find);
    }

    private static async Task<IResult> SampleAsync(HttpContext context, [FromServices] IDispatcherStatus status, [FromServices] IDecisionExplanations explanations)
    {
        var groups = status.Read().Groups.Select(g => g.Name).ToList();
        var asked = ExplainQuery.Read(context.Request.Query, groups, out var errors);
        if (errors.Count > 0) return Problems.BadRequest(string.Join(' ', errors));
        if (!groups.Contains(asked.Group!)) return Problems.UnknownGroup(asked.Group!, groups);
        var decisions = await explanations.SampleAsync(asked.Group!, asked.Count, asked.Limit, context.RequestAborted);
        return decisions is null
            ? Problems.TooManySamples(asked.Group!)
            : TypedResults.Json(new DecisionsResponse([.. decisions.Select(DecisionResponse.From)]), ApiJsonContext.Readable.DecisionsResponse);
    }

    private static IResult Find(string messageId, [FromServices] IDecisionExplanations explanations)
    {
        var decisions = explanations.Find(messageId);
        return decisions.Count == 0
            ? Problems.UnknownMessage(messageId)
            : TypedResults.Json(new DecisionsResponse([.. decisions.Select(DecisionResponse.From)]), ApiJsonContext.Readable.DecisionsResponse);
    }
}
