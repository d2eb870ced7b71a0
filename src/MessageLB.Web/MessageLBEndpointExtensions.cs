using MessageLB.Dispatcher.Telemetry;
using MessageLB.Web.Adjustment;
using MessageLB.Web.Administration;
using MessageLB.Web.Alerting;
using MessageLB.Web.Api;
using MessageLB.Web.DeadLetters;
using MessageLB.Web.Distribution;
using MessageLB.Web.Errors;
using MessageLB.Web.Explaining;
using MessageLB.Web.Health;
using MessageLB.Web.Metrics;
using MessageLB.Web.Performance;
using MessageLB.Web.Publishing;
using MessageLB.Web.Recommending;
using MessageLB.Web.Recording;
using MessageLB.Web.Reloading;
using MessageLB.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MessageLB.Web;

/// <summary>Maps the HTTP API.</summary>
public static class MessageLBEndpointExtensions
{
    /// <summary>
    /// Maps <c>/health/live</c>, <c>/health/ready</c>, <c>/metrics</c> and <c>/api/v1/…</c>. The result takes conventions for
    /// all of them, such as <c>RequireAuthorization()</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>AddMessageLBWeb</c> was not called.</exception>
    public static IEndpointConventionBuilder MapMessageLB(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var exporter = services.GetRequiredService<PrometheusExporter>();

        // Nobody else asks for the instruments, and what nobody asks for is never created.
        _ = services.GetRequiredService<DispatcherInstruments>();
        var group = endpoints.MapGroup(string.Empty);
        group.AddEndpointFilter(new LoopbackHostFilter(services.GetRequiredService<MessageLBWebOptions>()));
        group.AddEndpointFilter(AddHeadersAsync);
        HealthEndpoints.Map(group);
        GroupEndpoints.Map(group);
        PerformanceEndpoints.Map(group);
        DistributionEndpoints.Map(group);
        AdjustmentEndpoints.Map(group);
        RecommendationEndpoints.Map(group);
        AlertEndpoints.Map(group);
        AdministrationEndpoints.Map(group);
        ReloadEndpoint.Map(group);
        ExplainEndpoints.Map(group);
        DeadLetterEndpoints.Map(group, services.GetRequiredService<DeadLetterDesk>());
        group.MapGet("/metrics", (HttpContext context) =>
        {
            context.Response.Headers.Vary = "Accept";
            var format = MetricsAccept.FormatFor(context.Request.Headers.Accept);
            return TypedResults.Text(exporter.Collect(format), PrometheusText.ContentType(format));
        });
        var publishing = services.GetRequiredService<PublishEndpoint>();
        group.MapPost("/api/v1/publish/{**routingKey}", (HttpContext context, string? routingKey) => publishing.HandleAsync(context, routingKey))
            .AddEndpointFilter(new SameOriginFilter());
        var recording = services.GetRequiredService<RecordingEndpoint>();
        group.MapGet("/api/v1/recording", (HttpContext context) => recording.Handle(context.Request)).AddEndpointFilter(new SameOriginFilter());
        return group;
    }

    /// <summary>
    /// Gives every error that comes without an answer of its own, such as an unknown path or a fault, a problem as its answer.
    /// Call it before anything else.
    /// </summary>
    public static IApplicationBuilder UseMessageLBProblems(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = WriteProblemAsync });
        return app.UseStatusCodePages(context => WriteProblemAsync(context.HttpContext));
    }

    private static Task WriteProblemAsync(HttpContext context) =>
        Problems.OfStatusCode(context.Response.StatusCode, context.Request.Method, context.Request.Path).ExecuteAsync(context);

    private static ValueTask<object?> AddHeadersAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        return next(context);
    }
}
