using System.Globalization;
using MessageLB.Core.Configuration;

namespace MessageLB.Core.Health;

/// <summary>
/// Results of a destination over the last <see cref="EjectionConfig.Window"/>, and its failures in a row: whether it is to be ejected
/// for what it does with its messages. Kept in <see cref="Parts"/> parts of the window, so what is older than the window never counts,
/// and what is younger by less than a part may not count any more. Failures do not age out of the row: only a success ends it, as in
/// Envoy. Bounded, no allocation but for the text of a verdict. One thread.
/// </summary>
/// <remarks>
/// Reports are sums, and the order within one is not known. A report with a success therefore ends the row, and failures in the same
/// report do not begin a new one: a destination is never ejected for a row that may not have been one. Its share of successes judges it.
/// </remarks>
internal sealed class OutcomeWindow(EjectionConfig config)
{
    /// <summary>Parts of the window; of a second each by default.</summary>
    public const int Parts = 30;

    /// <summary>How long forgiveness waits for the report of the failures that it is for.</summary>
    public static readonly TimeSpan ReportDelay = TimeSpan.FromSeconds(5);

    private readonly long[] _done = new long[Parts];
    private readonly long[] _failed = new long[Parts];
    private long _part;
    private long _doneSum;
    private long _failedSum;
    private long _forgivenAhead;
    private long _forgivenAheadInRow;
    private TimeSpan _forgivenUntil;

    /// <summary>Failures since the last success, less those forgiven.</summary>
    public long ConsecutiveFailures { get; private set; }

    /// <summary>Takes in what a report adds.</summary>
    /// <param name="done">Successes since the last report.</param>
    /// <param name="failed">Failures since the last report.</param>
    /// <param name="now">Time.</param>
    public void Add(long done, long failed, TimeSpan now)
    {
        Advance(now);
        if (now > _forgivenUntil) (_forgivenAhead, _forgivenAheadInRow) = (0, 0);
        var counted = failed - Settle(ref _forgivenAhead, failed);
        var place = _part % Parts;
        _done[place] += done;
        _doneSum += done;
        _failed[place] += counted;
        _failedSum += counted;
        if (done > 0) (ConsecutiveFailures, _forgivenAheadInRow) = (0, 0);
        else ConsecutiveFailures += failed - Settle(ref _forgivenAheadInRow, failed);
    }

    /// <summary>
    /// Takes back failures that were a message's fault, the youngest first, so that nobody is judged longer than by the truth. Those not
    /// reported yet are taken back when they are: that a message failed may be heard before the heartbeat that counts it.
    /// </summary>
    public void Forgive(long failed, TimeSpan now)
    {
        Advance(now);
        if (now > _forgivenUntil) (_forgivenAhead, _forgivenAheadInRow) = (0, 0);
        _forgivenUntil = now + ReportDelay;
        var inRow = Math.Min(failed, ConsecutiveFailures);
        ConsecutiveFailures -= inRow;
        _forgivenAheadInRow += failed - inRow;
        for (var part = _part; part > _part - Parts && part >= 0 && failed > 0; part--)
        {
            var taken = Settle(ref _failed[part % Parts], failed);
            _failedSum -= taken;
            failed -= taken;
        }

        _forgivenAhead += failed;
    }

    /// <summary>Starts anew: what led to an ejection must not lead to the next one when it is over.</summary>
    public void Forget()
    {
        Array.Clear(_done);
        Array.Clear(_failed);
        (_doneSum, _failedSum, ConsecutiveFailures) = (0, 0, 0);
        (_forgivenAhead, _forgivenAheadInRow) = (0, 0);
    }

    /// <summary>Results in the window.</summary>
    public long Results(TimeSpan now)
    {
        Advance(now);
        return _doneSum + _failedSum;
    }

    /// <summary>Share of successes among the results in the window. <value>0 to 1; 1 without any.</value></summary>
    public double SuccessShare(TimeSpan now)
    {
        var results = Results(now);
        return results == 0 ? 1 : (double)_doneSum / results;
    }

    /// <summary>Why the destination is to be ejected, for a person; null if it is not.</summary>
    public string? Verdict(TimeSpan now)
    {
        if (!config.Enabled) return null;
        if (config.ConsecutiveFailures > 0 && ConsecutiveFailures >= config.ConsecutiveFailures)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{ConsecutiveFailures} failures in a row");
        }

        var results = Results(now);
        if (results < config.MinResults || SuccessShare(now) >= config.SuccessRate) return null;
        // Rounded down: "80 %, least 80 %" would be no reason.
        return string.Create(
            CultureInfo.InvariantCulture,
            $"success {100 * _doneSum / results} % of {results} results in {config.Window.TotalSeconds:0.#} s, least {config.SuccessRate * 100:0.##} %");
    }

    private static long Settle(ref long left, long wanted)
    {
        var taken = Math.Min(left, wanted);
        left -= taken;
        return taken;
    }

    private void Advance(TimeSpan now)
    {
        var part = now.Ticks / Math.Max(1, config.Window.Ticks / Parts);
        var first = Math.Max(_part + 1, part - Parts + 1);
        for (var next = first; next <= part; next++)
        {
            var place = next % Parts;
            _doneSum -= _done[place];
            _failedSum -= _failed[place];
            (_done[place], _failed[place]) = (0, 0);
        }

        _part = Math.Max(_part, part);
    }
}
