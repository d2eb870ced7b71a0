using System.Text.Encodings.Web;
using System.Text.Json;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Capacity;

/// <summary>The result.</summary>
/// <param name="Rate">Messages per second.</param>
/// <param name="Size">Bytes of a body.</param>
/// <param name="Shape">How they travel.</param>
/// <param name="IngressQueues">Ingress queues.</param>
/// <param name="Destinations">Destinations.</param>
/// <param name="HeartbeatsPerSecond">Heartbeats of all of them.</param>
/// <param name="Dispatchers">Dispatchers; null if no number is enough.</param>
/// <param name="DispatcherCores">Cores that they use, heartbeats included; null likewise.</param>
/// <param name="BrokerNodes">Broker nodes; null likewise.</param>
/// <param name="BrokerCores">Cores that they use; null likewise.</param>
/// <param name="NetworkPerNodeBits">Bits per second out of a node, and nearly as many in; null likewise.</param>
/// <param name="LogPerNodeBytes">Bytes per second that a node appends to its log; null likewise.</param>
/// <param name="Bottleneck">What decides how many broker nodes there are.</param>
/// <param name="Rows">All of it in words.</param>
/// <param name="Notes">What to know before believing it.</param>
internal sealed record CapacityReport(
    double Rate,
    int Size,
    string Shape,
    int IngressQueues,
    int Destinations,
    double HeartbeatsPerSecond,
    int? Dispatchers,
    double? DispatcherCores,
    int? BrokerNodes,
    double? BrokerCores,
    double? NetworkPerNodeBits,
    double? LogPerNodeBytes,
    string Bottleneck,
    IReadOnlyList<CapacityRow> Rows,
    IReadOnlyList<string> Notes)
{
    private static readonly CapacityJsonContext Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static CapacityReport Of(CapacityRequest request, CapacityCosts costs, CapacityPlan plan)
    {
        var words = new CapacityWords(request, costs, plan);
        return new CapacityReport(
            request.Rate,
            request.Size,
            CapacityShapeNames.Of(request.Shape),
            plan.Partitions,
            plan.Destinations,
            Rounded(plan.Heartbeats)!.Value,
            plan.Dispatchers,
            Rounded(plan.DispatcherCores + (plan.Dispatchers * plan.HeartbeatCoresPerDispatcher)),
            plan.BrokerNodes,
            Rounded(plan.LeaderCores + plan.FollowerCores + plan.HeartbeatCores),
            Rounded(plan.NetworkPerNode),
            Rounded(plan.LogPerNode),
            words.Bottleneck,
            [.. words.Rows()],
            [.. words.Notes()]);
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json.CapacityReport);

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, 1) : null;
}
