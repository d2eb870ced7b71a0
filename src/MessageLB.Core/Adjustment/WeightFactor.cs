namespace MessageLB.Core.Adjustment;

/// <summary>
/// What a destination's configured weight is multiplied by. It starts to move when what was measured lies outside of the band around it, goes
/// half of the way at each interval, and rests when it has arrived: so noise within the band moves nothing, and what moves does not stop at
/// the edge of the band. One thread.
/// </summary>
internal sealed class WeightFactor
{
    private bool _isMoving;
    private int _silent;

    /// <summary>The factor. <value><see cref="AdjustmentRules.LeastFactor"/> to <see cref="AdjustmentRules.MostFactor"/>; 1 as configured.</value></summary>
    public double Value { get; private set; } = 1;

    /// <summary>Whether it was learned before a restart and nothing measured since then has confirmed it.</summary>
    public bool IsLearned { get; private set; }

    /// <summary>Takes in what was measured; returns whether the factor is another one now.</summary>
    /// <param name="target">Where it should be.</param>
    /// <param name="band">Distance that is overlooked while it rests, as a logarithm. 0 or more.</param>
    /// <param name="messages">Messages that the measurement is of.</param>
    public bool Judge(double target, double band, double messages)
    {
        _silent = 0;
        var wanted = Math.Clamp(target, AdjustmentRules.LeastFactor, AdjustmentRules.MostFactor);
        var way = Math.Log(wanted / Value);
        // Two standard deviations of a mean of exponential times; but nobody is to rest further away than where he would start.
        var tolerance = Math.Max(AdjustmentRules.Rest, 2 / Math.Sqrt(messages));
        var rest = Math.Max(AdjustmentRules.Rest, Math.Min(tolerance, band));
        _isMoving = Math.Abs(way) > (_isMoving ? rest : Math.Max(tolerance, band));
        // What was learned is somebody's word about another time: the first measurement that speaks against it counts for all.
        var gain = IsLearned ? 1 : AdjustmentRules.Gain;
        IsLearned = false;
        if (_isMoving) return MoveTo(Value * Math.Exp(way * gain));
        // Home, if that is where it would rest as well: else it would leave again, and come back, for ever.
        return Math.Abs(Math.Log(Value)) <= AdjustmentRules.Rest && Math.Abs(Math.Log(wanted)) <= Math.Max(tolerance, band) && MoveTo(1);
    }

    /// <summary>
    /// Takes in an interval that showed too little. After many of them the factor goes back to 1, step by step; returns whether it is another
    /// one now.
    /// </summary>
    public bool Miss()
    {
        if (Value == 1 || ++_silent <= AdjustmentRules.MostSilentIntervals) return false;
        _isMoving = false;
        return MoveTo(Math.Abs(Math.Log(Value)) <= AdjustmentRules.Rest ? 1 : Math.Exp(Math.Log(Value) * (1 - AdjustmentRules.Gain)));
    }

    /// <summary>Starts with what was learned before.</summary>
    public void Learn(double value)
    {
        Value = Math.Clamp(value, AdjustmentRules.LeastFactor, AdjustmentRules.MostFactor);
        (IsLearned, _isMoving, _silent) = (Value != 1, false, 0);
    }

    /// <summary>Back to the configured weight; returns whether the factor was another one.</summary>
    public bool Reset()
    {
        (_isMoving, _silent, IsLearned) = (false, 0, false);
        return MoveTo(1);
    }

    private bool MoveTo(double value)
    {
        var isOther = value != Value;
        Value = value;
        return isOther;
    }
}
