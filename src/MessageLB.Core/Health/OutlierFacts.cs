namespace MessageLB.Core.Health;

/// <summary>What <see cref="OutlierSweep"/> compares destinations by.</summary>
/// <param name="SuccessShare"><see cref="OutcomeWindow.SuccessShare"/>.</param>
/// <param name="Results"><see cref="OutcomeWindow.Results"/>.</param>
/// <param name="ServiceSeconds">Measured service time in seconds; 0 if unknown.</param>
internal readonly record struct OutlierFacts(double SuccessShare, long Results, double ServiceSeconds);
