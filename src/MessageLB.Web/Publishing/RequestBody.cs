using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MessageLB.Web.Publishing;

/// <summary>Reads a body as it is, up to a limit of our own.</summary>
internal static class RequestBody
{
    /// <summary>The body, or null if it is larger than <paramref name="limit"/> bytes.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit) return null;

        // The server's own limit is about pages; ours is the transport's and may be higher.
        var feature = request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (feature is { IsReadOnly: false }) feature.MaxRequestBodySize = null;
        return request.ContentLength is { } length
            ? await ReadExactlyAsync(request.Body, (int)length, cancellationToken)
            : await ReadToEndAsync(request.Body, limit, cancellationToken);
    }

    private static async Task<byte[]> ReadExactlyAsync(Stream body, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await body.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private static async Task<byte[]?> ReadToEndAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        using var gathered = new MemoryStream();
        var part = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(part, cancellationToken)) > 0;)
        {
            if (gathered.Length + read > limit) return null;
            gathered.Write(part, 0, read);
        }

        return gathered.ToArray();
    }
}
