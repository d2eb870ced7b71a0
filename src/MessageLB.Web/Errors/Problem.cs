using System.Text.Json.Serialization;

namespace MessageLB.Web.Errors;

/// <summary>An error of the HTTP API as RFC 9457 writes them (<c>application/problem+json</c>).</summary>
public sealed record Problem
{
    /// <summary>Which kind of error, as a URN that does not change: <c>urn:messagelb:error:…</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of error in a few words; the same for every error of the type.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status code.</summary>
    public required int Status { get; init; }

    /// <summary>What happened this time, and the remedy.</summary>
    public required string Detail { get; init; }

    /// <summary>Publishing: id of the message; absent elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MessageId { get; init; }

    /// <summary>Publishing: <c>returned</c>, <c>refused</c> or <c>unknown</c>; absent elsewhere or if the message was never sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Outcome { get; init; }
}
