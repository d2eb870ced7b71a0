namespace MessageLB.Core.Adjustment;

/// <summary>An adjustment of a destination's effective weight.</summary>
/// <param name="Destination">Its name.</param>
/// <param name="At">When, on the clock of the group.</param>
/// <param name="Configured">Its configured weight.</param>
/// <param name="From">Effective weight before.</param>
/// <param name="To">Effective weight from then on.</param>
/// <param name="Cause">What made it.</param>
/// <param name="Relative">What it can do for its configured weight, relative to the middle of the group; 1 where nothing was measured.</param>
/// <param name="Health">Mean health score; 1 where nothing was measured.</param>
/// <param name="ServiceSeconds">Service time in seconds that it was judged by; 0 where nothing was measured.</param>
/// <param name="Concurrency">Hands that it was judged by; 0 where nothing was measured.</param>
/// <param name="Messages">Messages that it was judged by; 0 where nothing was measured.</param>
/// <param name="Reason">Why, for a person.</param>
public sealed record LoadAdjustment(
    string Destination,
    TimeSpan At,
    int Configured,
    double From,
    double To,
    AdjustmentCause Cause,
    double Relative,
    double Health,
    double ServiceSeconds,
    int Concurrency,
    long Messages,
    string Reason);
