namespace MessageLB.Core.Health;

/// <summary>
/// Results of a destination's workers, weighted exponentially by age: what is <see cref="Memory"/> old counts 1/e of what is new. A few
/// successes are taken for granted, so that one failure among few messages is no verdict, and failures fade where nothing comes any more,
/// so that whoever gets less because it failed is tried again. One thread.
/// </summary>
internal sealed class RecentResults
{
    /// <summary>Successes taken for granted.</summary>
    public const double Granted = 5;

    /// <summary>Age at which a result counts 1/e.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private double _done;
    private double _failed;
    private TimeSpan _at;

    /// <summary>Takes in what a report adds.</summary>
    public void Add(long done, long failed, TimeSpan now)
    {
        var left = Left(now);
        _done = (_done * left) + done;
        _failed = (_failed * left) + failed;
        _at = now;
    }

    /// <summary>Part of the results that were successes, 0 to 1; exactly 1 without a failure.</summary>
    public double SuccessShare(TimeSpan now)
    {
        if (_failed == 0) return 1;
        var left = Left(now);
        var good = Granted + (_done * left);
        return good / (good + (_failed * left));
    }

    private double Left(TimeSpan now) => Math.Exp(-Math.Max(0, (now - _at) / Memory));
}
