using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessageLB.Web.Adjustment;
using MessageLB.Web.Alerting;
using MessageLB.Web.DeadLetters;
using MessageLB.Web.Distribution;
using MessageLB.Web.Errors;
using MessageLB.Web.Explaining;
using MessageLB.Web.Health;
using MessageLB.Web.Performance;
using MessageLB.Web.Publishing;
using MessageLB.Web.Recommending;
using MessageLB.Web.Reloading;

namespace MessageLB.Web.Api;

/// <summary>Reads and writes everything that the HTTP API says, in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(GroupsResponse))]
[JsonSerializable(typeof(GroupResponse))]
[JsonSerializable(typeof(DestinationResponse))]
[JsonSerializable(typeof(DistributionResponse))]
[JsonSerializable(typeof(GroupDistributionResponse))]
[JsonSerializable(typeof(PerformanceResponse))]
[JsonSerializable(typeof(GroupPerformanceResponse))]
[JsonSerializable(typeof(GroupAdjustmentsResponse))]
[JsonSerializable(typeof(WeightsResetResponse))]
[JsonSerializable(typeof(SituationsResponse))]
[JsonSerializable(typeof(SituationResponse))]
[JsonSerializable(typeof(AlertsResponse))]
[JsonSerializable(typeof(SilenceResponse))]
[JsonSerializable(typeof(SilenceRequest))]
[JsonSerializable(typeof(DecisionsResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(PublishResponse))]
[JsonSerializable(typeof(DeadLettersResponse))]
[JsonSerializable(typeof(DeadGroupsResponse))]
[JsonSerializable(typeof(DeadPassResponse))]
[JsonSerializable(typeof(DeadPassRequest))]
[JsonSerializable(typeof(ReloadResponse))]
[JsonSerializable(typeof(Problem))]
public sealed partial class ApiJsonContext : JsonSerializerContext
{
    /// <summary>
    /// The context to use. It leaves quotes and other letters readable; that is safe because answers are declared as JSON and
    /// never sniffed as a page.
    /// </summary>
    public static ApiJsonContext Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
