using System.Net;
using MessageLB.Web.Errors;
using Microsoft.AspNetCore.Http;

namespace MessageLB.Web.Security;

/// <summary>
/// Refuses requests that arrive over loopback but name another host. A page in the browser of this machine's user could
/// otherwise reach the API by letting its own name resolve to 127.0.0.1 (DNS rebinding).
/// </summary>
internal sealed class LoopbackHostFilter(MessageLBWebOptions options) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var request = context.HttpContext;
        if (request.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local) && !IsServed(request.Request.Host))
        {
            return ValueTask.FromResult<object?>(Problems.ForeignHost(request.Request.Host.Host));
        }

        return next(context);
    }

    private bool IsServed(HostString host)
    {
        // A request without a host comes from no browser.
        if (!host.HasValue) return true;
        var name = host.Host;
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        if (IPAddress.TryParse(name.Trim('[', ']'), out var address)) return IPAddress.IsLoopback(address);
        return options.AllowedHosts.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
