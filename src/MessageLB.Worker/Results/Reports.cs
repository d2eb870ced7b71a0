using MessageLB.Worker.Receiving;
using MessageLB.Worker.Settling;

namespace MessageLB.Worker.Results;

/// <summary>What is reported of an item that was settled.</summary>
internal static class Reports
{
    /// <summary>The report; null for none, because the message is still this destination's.</summary>
    /// <param name="item">The item, its message's memory may be gone.</param>
    /// <param name="settlement">What became of it at the broker.</param>
    /// <param name="known">What became of the attempt.</param>
    /// <param name="busy">Time in the handler.</param>
    public static WorkResult? Of(WorkItem item, Settlement settlement, HandlerResult known, TimeSpan busy)
    {
        if (settlement is Settlement.None or Settlement.Requeued) return null;
        var dispatcher = item.Message.Dispatcher is { } name && Names.IsValid(name) ? name : null;
        return new WorkResult(item.Id!, item.Message.Attempt, StatusOf(known, item.Reception.IsOfHeld), busy.TotalMilliseconds, known.Reason, dispatcher);
    }

    // A message in hold that came too late is its dispatcher's to bury.
    private static ResultStatus StatusOf(HandlerResult known, bool isHeld) => known.Kind switch
    {
        HandlerResultKind.Done => ResultStatus.Success,
        HandlerResultKind.Retry => ResultStatus.Retry,
        HandlerResultKind.Drop when !(isHeld && known.IsTooLate) => ResultStatus.Drop,
        _ => ResultStatus.Return,
    };
}
