using System.Diagnostics.Metrics;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Telemetry;

public sealed partial class DispatcherInstruments
{
    private void CreateShadowInstruments(Meter meter)
    {
        meter.CreateObservableCounter("messagelb.shadow.messages", ObserveShadowMessages, "{message}", "Messages for which the shadow policy chose as the group's policy did, otherwise, or failed.");
        meter.CreateObservableCounter("messagelb.shadow.expected.time", ObserveShadowTime, "s", "Time by which messages were expected to be finished sooner or later at the shadow's choice.");
    }

    private IEnumerable<Measurement<long>> ObserveShadowMessages()
    {
        foreach (var (group, shadow) in Shadows())
        {
            yield return Shadow(group, shadow, "agree", shadow.Agreed);
            yield return Shadow(group, shadow, "differ", shadow.Differed);
            yield return Shadow(group, shadow, "failed", shadow.Failed);
        }
    }

    // Two sums that only grow, because a rate over one that moves both ways takes every fall for a restart.
    private IEnumerable<Measurement<double>> ObserveShadowTime()
    {
        foreach (var (group, shadow) in Shadows())
        {
            yield return Shadow(group, shadow, "saved", shadow.Saved.TotalSeconds);
            yield return Shadow(group, shadow, "lost", shadow.Lost.TotalSeconds);
        }
    }

    private IEnumerable<(string Group, ShadowStatus Shadow)> Shadows()
    {
        foreach (var group in _status.Read().Groups)
        {
            if (group.Shadow is { } shadow) yield return (group.Name, shadow);
        }
    }

    private static Measurement<T> Shadow<T>(string group, ShadowStatus shadow, string outcome, T value)
        where T : struct => new(
        value,
        Tag(MessageLBTelemetry.GroupTag, group),
        Tag(MessageLBTelemetry.PolicyTag, shadow.Policy),
        Tag(MessageLBTelemetry.OutcomeTag, outcome));
}
