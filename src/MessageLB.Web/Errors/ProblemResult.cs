using System.Globalization;
using System.Text.Json;
using MessageLB.Web.Api;
using Microsoft.AspNetCore.Http;

namespace MessageLB.Web.Errors;

/// <summary>Answers with a problem.</summary>
/// <param name="problem">What to tell.</param>
/// <param name="retryAfterSeconds">When to try again; 0 says nothing about it.</param>
internal sealed class ProblemResult(Problem problem, int retryAfterSeconds = 0) : IResult
{
    public const string ContentType = "application/problem+json";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = problem.Status;
        response.ContentType = ContentType;
        if (retryAfterSeconds > 0) response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, ApiJsonContext.Readable.Problem);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
