using MessageLB.Core.Explaining;

namespace MessageLB.Dispatcher.Explaining;

/// <summary>Why messages went where they went. Thread-safe.</summary>
public interface IDecisionExplanations
{
    /// <summary>Most decisions of one sample.</summary>
    const int LargestSample = 100;

    /// <summary>Longest sample.</summary>
    static readonly TimeSpan LongestSample = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The decisions about a message that carried the header <c>messagelb-debug</c>, the oldest first; empty if it is unknown: it did
    /// not carry the header, had no message id, or is forgotten.
    /// </summary>
    IReadOnlyList<Explanation> Find(string messageId);

    /// <summary>
    /// Watches the decisions of a group from now on, until there are enough or the time is over, and answers with what came. At most
    /// 100 a second are explained, fewer in a group of more than 1,000 destinations, so a busy group gives a part of its decisions.
    /// </summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="count">How many. <value>1 to <see cref="LargestSample"/>.</value></param>
    /// <param name="limit">How long at most. <value>Above 0, at most <see cref="LongestSample"/>.</value></param>
    /// <param name="cancellationToken">Ends the sample at once.</param>
    /// <returns>The decisions, the oldest first; null if too many samples of this group are being taken already.</returns>
    /// <exception cref="ArgumentException">There is no such group.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A figure is out of its range.</exception>
    Task<IReadOnlyList<Explanation>?> SampleAsync(string group, int count, TimeSpan limit, CancellationToken cancellationToken);
}
