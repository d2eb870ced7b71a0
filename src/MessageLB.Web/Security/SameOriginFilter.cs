using MessageLB.Web.Errors;
using Microsoft.AspNetCore.Http;

namespace MessageLB.Web.Security;

/// <summary>
/// Refuses what a page of another origin makes a browser send. Browsers tell where a request comes from (<c>Origin</c>,
/// <c>Sec-Fetch-Site</c>) and do not let pages change that; other programs send neither header.
/// </summary>
internal sealed class SameOriginFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var request = context.HttpContext.Request;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        if (site is not ("" or "same-origin" or "none")) return Refuse(origin.Length > 0 ? origin : site);
        if (origin.Length > 0 && !IsOwn(origin, request)) return Refuse(origin);
        return next(context);
    }

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme == request.Scheme
        && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);

    private static ValueTask<object?> Refuse(string origin) => ValueTask.FromResult<object?>(Problems.CrossSite(origin));
}
