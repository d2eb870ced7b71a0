using System.Text.Json.Serialization;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Web.Api;

/// <summary>The dispatcher with everything it knows.</summary>
/// <param name="Dispatcher">Identifier of the process, as in the header <c>messagelb-dispatcher</c>.</param>
/// <param name="Version">Version of MessageLB.</param>
/// <param name="UptimeMs">Time since start, in milliseconds.</param>
/// <param name="Broker">Contact with the broker.</param>
/// <param name="Heartbeats">Heartbeats since start.</param>
/// <param name="Dispatchers">The dispatchers that are known to live, this one included, by their identifiers.</param>
/// <param name="DispatcherMessages">Messages of other dispatchers since start.</param>
/// <param name="Groups">Groups in the order of the configuration.</param>
public sealed record StatusResponse(
    string Dispatcher,
    string Version,
    double UptimeMs,
    BrokerResponse Broker,
    HeartbeatsResponse Heartbeats,
    IReadOnlyList<PeerResponse> Dispatchers,
    DispatcherMessagesResponse DispatcherMessages,
    IReadOnlyList<GroupResponse> Groups)
{
    /// <summary>Which configuration is in force; absent from a dispatcher of an earlier version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConfigurationResponse? Configuration { get; init; }

    internal static StatusResponse From(DispatcherStatus status) => new(
        status.Dispatcher,
        status.Version,
        Math.Round(status.Uptime.TotalMilliseconds),
        BrokerResponse.From(status.Broker),
        new HeartbeatsResponse(status.HeartbeatsAccepted, status.HeartbeatsRejected),
        [.. status.Dispatchers.Select(PeerResponse.From)],
        new DispatcherMessagesResponse(status.DispatcherMessagesAccepted, status.DispatcherMessagesRejected),
        [.. status.Groups.Select(GroupResponse.From)])
    {
        Configuration = status.Configuration is { } configuration ? ConfigurationResponse.From(configuration) : null,
    };
}
