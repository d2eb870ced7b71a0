using System.Globalization;
using MessageLB.Core.Configuration;

namespace MessageLB.Core.Probes;

/// <summary>
/// The probes of one destination: when the next one is due, and what they say together. <c>fall</c> failures in a row speak against it,
/// <c>rise</c> successes in a row take that back, as in HAProxy. Times are those of the attended clock. One thread.
/// </summary>
/// <param name="config">How probes are made.</param>
/// <param name="random">For the jitter.</param>
internal sealed class ProbeRecord(ProbeConfig config, Random random)
{
    // The clocks are not read at the same instant.
    private static readonly TimeSpan Skew = TimeSpan.FromMilliseconds(1);

    private TimeSpan? _due;
    private TimeSpan _beganAt;
    private bool _isRunning;
    private int _row;
    private ProbeState _state;
    private string? _last;
    private TimeSpan? _took;
    private long _passed;
    private long _failed;
    private long _refused;
    private long _uncounted;
    private string? _refusal;

    /// <summary>Why it does not work, as its probes say; null if they do not say so.</summary>
    public string? Verdict { get; private set; }

    /// <summary>How long its probe has been due; null if none is due, or one is under way.</summary>
    public TimeSpan? OverdueBy(TimeSpan now)
    {
        if (_isRunning) return null;
        // The first within a part of the interval: those that appear together are not probed together.
        _due ??= now + (config.Interval * config.Jitter * random.NextDouble());
        return now >= _due ? now - _due : null;
    }

    /// <summary>A probe begins.</summary>
    public void Begin(TimeSpan now)
    {
        _isRunning = true;
        _beganAt = now;
        _due = now + (config.Interval * (1 + (config.Jitter * ((2 * random.NextDouble()) - 1))));
    }

    /// <summary>A probe ends.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="took">Real time that it took.</param>
    /// <param name="now">Attended time.</param>
    public ProbeChange End(in ProbeOutcome outcome, TimeSpan took, TimeSpan now)
    {
        // Of a destination that was forgotten and joined again meanwhile, it is somebody else's.
        if (!_isRunning) return ProbeChange.None;
        _isRunning = false;
        var isLate = took > now - _beganAt + Skew;
        var refusedBefore = _refusal;
        _refusal = outcome.Result == ProbeResult.Refused ? outcome.Reason : null;
        switch (outcome.Result)
        {
            case ProbeResult.Passed:
                return Pass(took);
            case ProbeResult.Failed when !isLate:
                return Fail(outcome.Reason!, took);
            case ProbeResult.Refused:
                _refused++;
                _last = outcome.Reason;
                return _refusal == refusedBefore ? ProbeChange.None : ProbeChange.Refused;
            default:
                _uncounted++;
                _last = outcome.Result == ProbeResult.Failed ? "the dispatcher was late, or without a broker" : outcome.Reason;
                return ProbeChange.None;
        }
    }

    /// <summary>A copy of what is known.</summary>
    public ProbeView View() => new(_state, _last, _took, _passed, _failed, _refused, _uncounted);

    private ProbeChange Pass(TimeSpan took)
    {
        _passed++;
        (_took, _last) = (took, null);
        if (_state != ProbeState.Failing)
        {
            (_state, _row) = (ProbeState.Passing, 0);
            return ProbeChange.None;
        }

        if (++_row < config.Rise) return ProbeChange.None;
        (_state, _row, Verdict) = (ProbeState.Passing, 0, null);
        return ProbeChange.Rose;
    }

    private ProbeChange Fail(string reason, TimeSpan took)
    {
        _failed++;
        (_took, _last) = (took, reason);
        if (_state == ProbeState.Failing)
        {
            _row = 0;
            return ProbeChange.None;
        }

        if (++_row < config.Fall) return ProbeChange.None;
        var times = config.Fall == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {config.Fall} times in a row");
        (_state, _row, Verdict) = (ProbeState.Failing, 0, $"its probe {reason}{times}");
        return ProbeChange.Fell;
    }
}
