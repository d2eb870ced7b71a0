using MessageLB.Dispatcher.Status;

namespace MessageLB.Web.Api;

/// <summary>A shadow policy compared with the group's own. Counters run since the dispatcher's start; times are in milliseconds.</summary>
/// <param name="Policy">Name of the shadow policy.</param>
/// <param name="Agreed">Messages for which both chose the same destination.</param>
/// <param name="Differed">Messages for which they did not.</param>
/// <param name="Failed">Times that the shadow policy threw.</param>
/// <param name="Agreement">Part of the messages for which both agreed, 0 to 1; null before the first.</param>
/// <param name="MeanGainMs">Mean time by which a message was expected to be finished sooner at the shadow's choice; negative for later, null if unknown.</param>
public sealed record ShadowResponse(string Policy, long Agreed, long Differed, long Failed, double? Agreement, double? MeanGainMs)
{
    internal static ShadowResponse From(ShadowStatus status) => new(
        status.Policy,
        status.Agreed,
        status.Differed,
        status.Failed,
        status.Agreement is { } share ? Math.Round(share, 6) : null,
        status.MeanGain is { } gain ? Math.Round(gain.TotalMilliseconds, 4) : null);
}
