using MessageLB.Dispatcher.DeadLetters;

namespace MessageLB.Web.DeadLetters;

/// <summary>What a replay or a purge has done.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="End"><c>complete</c>, <c>limit</c>, <c>interrupted</c>, <c>canary_failed</c>, <c>failing_again</c> or <c>dry_run</c>.</param>
/// <param name="Total">Dead letters in the queue at the start.</param>
/// <param name="Looked">How many of them were looked at.</param>
/// <param name="Taken">How many were replayed or deleted; of a dry run, how many would have been.</param>
/// <param name="Kept">How many were not meant.</param>
/// <param name="CameBack">Of a replay: how many have become dead letters again before it ended.</param>
public sealed record DeadPassResponse(string Group, string End, long Total, long Looked, long Taken, long Kept, long CameBack)
{
    /// <summary>Writes what a pass has done.</summary>
    public static DeadPassResponse From(string group, PassEnd end, PassTally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        return new DeadPassResponse(group, Word(end), tally.Total, tally.Looked, tally.Taken, tally.Kept, tally.CameBack);
    }

    private static string Word(PassEnd end) => end switch
    {
        PassEnd.Complete => "complete",
        PassEnd.Limit => "limit",
        PassEnd.CanaryFailed => "canary_failed",
        PassEnd.FailingAgain => "failing_again",
        _ => "interrupted",
    };
}
