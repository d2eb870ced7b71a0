namespace MessageLB.Core.Probes;

/// <summary>What is known of a destination from its probes, copied for status and metrics. Counters run since it was first seen.</summary>
/// <param name="State">What they say together.</param>
/// <param name="Reason">What the last one that did not pass said, for a person; null after one that passed.</param>
/// <param name="LastTook">How long the last one that passed or failed took; null before the first.</param>
/// <param name="Passed">Successes.</param>
/// <param name="Failed">Failures.</param>
/// <param name="Refused">Those not made because their address is not allowed.</param>
/// <param name="Uncounted">Those that told nothing.</param>
public sealed record ProbeView(ProbeState State, string? Reason, TimeSpan? LastTook, long Passed, long Failed, long Refused, long Uncounted);
