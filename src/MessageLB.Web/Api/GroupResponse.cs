using System.Text.Json.Serialization;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Web.Api;

/// <summary>A group. Counters run since the dispatcher's start.</summary>
/// <param name="Name">Name.</param>
/// <param name="Policy">Routing policy.</param>
/// <param name="Routes">Topic patterns.</param>
/// <param name="Received">Messages received from ingress, redeliveries included.</param>
/// <param name="Routed">Messages handed over and confirmed.</param>
/// <param name="Returned">Hand-overs that came back because the destination's queue was gone.</param>
/// <param name="Refused">Hand-overs that the broker refused.</param>
/// <param name="Rejected">Messages that became dead letters because they could not be handed over.</param>
/// <param name="Waiting">True while a message is held because no destination has credit.</param>
/// <param name="Fault">Why the group cannot run; null if it can.</param>
/// <param name="IngressReady">Messages waiting in the ingress queue; null if unknown.</param>
/// <param name="Destinations">Destinations by name.</param>
public sealed record GroupResponse(
    string Name,
    string Policy,
    IReadOnlyList<string> Routes,
    long Received,
    long Routed,
    long Returned,
    long Refused,
    long Rejected,
    bool Waiting,
    string? Fault,
    long? IngressReady,
    IReadOnlyList<DestinationResponse> Destinations)
{
    /// <summary>Failover tier whose destinations get the messages; null while nobody can. 0 in a group without tiers.</summary>
    public int? Tier { get; init; }

    /// <summary>Copies of other messages that were acknowledged at ingress and handed to nobody; absent without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Duplicates { get; init; }

    /// <summary>Frames of several messages that were handed over; absent without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Frames { get; init; }

    /// <summary>Messages in <see cref="Frames"/>; absent without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Framed { get; init; }

    /// <summary>True while the dispatcher has only just begun to listen: who has not been heard of may still be there.</summary>
    public bool Learning { get; init; }

    /// <summary>What is missing; null while half of the group's capacity or more works.</summary>
    public string? Shortage { get; init; }

    /// <summary>What is done with messages while nobody is available; absent while somebody is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nobody { get; init; }

    /// <summary>Groups that stand in while nobody is available, in the order in which they are asked; absent without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ForwardStatus>? Fallbacks { get; init; }

    /// <summary>What the group's rules did before its policy; absent in a group without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GroupRulesStatus? Rules { get; init; }

    /// <summary>What the group has in hold; absent in one that hands off.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HoldStatus? Hold { get; init; }

    /// <summary>What the shadow policy would have done; null without one.</summary>
    [JsonPropertyOrder(1)]
    public ShadowResponse? Shadow { get; init; }

    internal static GroupResponse From(GroupStatus status) => new(
        status.Name,
        status.Policy,
        status.Routes,
        status.Received,
        status.Routed,
        status.Returned,
        status.Refused,
        status.Rejected,
        status.Waiting,
        status.Fault,
        status.IngressReady,
        [.. status.Destinations.Select(DestinationResponse.From)])
    {
        Tier = status.Tier,
        Duplicates = status.Duplicates,
        Frames = status.Frames,
        Framed = status.Framed,
        Learning = status.Learning,
        Shortage = status.Shortage,
        Nobody = status.Nobody,
        Fallbacks = status.Fallbacks.Count > 0 ? status.Fallbacks : null,
        Rules = status.Rules,
        Hold = status.Hold,
        Shadow = status.Shadow is { } shadow ? ShadowResponse.From(shadow) : null,
    };
}
