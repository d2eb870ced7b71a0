using MessageLB.Core.Adjustment;

namespace MessageLB.Core.Groups;

/// <summary>Its effective weight.</summary>
internal sealed partial class DestinationRecord
{
    private readonly EvidenceBook _evidence = new();

    private double _learnedSeconds;

    /// <summary>What its configured weight is multiplied by; 1 in a group whose weights are not adjusted.</summary>
    public WeightFactor Factor { get; } = new();

    /// <summary>Weight in force but for a slow start.</summary>
    public double AdjustedWeight => Weight * Factor.Value;

    /// <summary>
    /// What the interval showed; null if it is not to be judged now: it does not work at full strength, or nobody is to get messages by weight.
    /// </summary>
    public AdjustmentSubject? Subject(GroupFigures figures, TimeSpan now)
    {
        if (Condition == DestinationCondition.Ready && !IsRamping(now) && Weight > 0)
        {
            return new AdjustmentSubject(State.Name, Weight, _evidence.Read(State.Concurrency, _feedback.Seconds + figures.HandOverSeconds), Factor);
        }

        // A worker that warms up is slow for a while, and one that is half out has other times.
        _evidence.Clear();
        return null;
    }

    /// <summary>Begins the next interval.</summary>
    public void BeginInterval(in AdjustmentSubject judged)
    {
        if (judged.Evidence.IsEnough) _evidence.Clear();
        else _evidence.Carry();
    }

    /// <summary>Begins the first interval, with nothing known.</summary>
    public void ForgetEvidence() => _evidence.Clear();

    /// <summary>What is worth to be kept of it; null if nothing is.</summary>
    public LearnedDestination? Learned() =>
        Weight > 0 && (ServiceTime.Seconds > 0 || Factor.Value != 1) ? new LearnedDestination(State.Name, Weight, Factor.Value, ServiceTime.Seconds) : null;

    /// <summary>Starts with what was learned before; returns whether its weight is another one now.</summary>
    /// <param name="learned">What was learned.</param>
    /// <param name="trust">How far it is believed. <value>0 to 1.</value></param>
    /// <param name="adjusts">Whether weights are adjusted.</param>
    public bool Learn(LearnedDestination learned, double trust, bool adjusts)
    {
        _learnedSeconds = learned.ServiceSeconds;
        if (!adjusts || Weight == 0 || Factor.Value != 1) return false;
        // What it could do has not changed because people gave it another weight.
        Factor.Learn(Math.Pow(learned.Factor * learned.Weight / Weight, trust));
        return Factor.Value != 1;
    }

    private void See(TimeSpan time)
    {
        _shares = _shares with { InFlightSeconds = _shares.InFlightSeconds + (State.Load * time.TotalSeconds) };
        if (AdjustmentRules.Apply(_group)) _evidence.See(Math.Min(State.Load, Math.Max(1, State.Concurrency)), State.HealthScore, time);
    }

    private void RefreshWeight(double ramp)
    {
        var unit = AdjustmentRules.Apply(_group) ? AdjustmentRules.Unit : 1;
        State.WeightUnit = unit;
        State.HomeWeight = unit == 1 || Weight == 0 ? 0 : Math.Max(1, (int)(Weight * ramp));
        State.Weight = Weight == 0 ? 0 : Math.Max(1, (int)(Weight * ramp * unit * Factor.Value));
    }
}
