namespace MessageLB.Dispatcher.Status;

/// <summary>A shadow policy compared with the group's own. Counters run since the dispatcher's start.</summary>
/// <param name="Policy">Name of the shadow policy.</param>
/// <param name="Agreed">Messages for which both chose the same destination.</param>
/// <param name="Differed">Messages for which they did not.</param>
/// <param name="Failed">Times that the shadow policy threw; it rests for a second then.</param>
/// <param name="Saved">Sum of the times by which messages were expected to be finished sooner at the shadow's choice.</param>
/// <param name="Lost">Sum of the times by which they were expected to be finished later.</param>
/// <param name="Agreement">Part of the messages for which both agreed, 0 to 1; null before the first.</param>
/// <param name="MeanGain">
/// Mean of what was expected to be gained per message, those for which both agreed included; negative for a loss. Null before the
/// first message for which something was expected.
/// </param>
public sealed record ShadowStatus(
    string Policy,
    long Agreed,
    long Differed,
    long Failed,
    TimeSpan Saved,
    TimeSpan Lost,
    double? Agreement,
    TimeSpan? MeanGain);
