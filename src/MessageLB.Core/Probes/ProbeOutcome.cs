namespace MessageLB.Core.Probes;

/// <summary>What became of a probe, and why.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Reason">What was probed and what happened, for a person; null for a success.</param>
public readonly record struct ProbeOutcome(ProbeResult Result, string? Reason)
{
    /// <summary>A success.</summary>
    public static ProbeOutcome Passed => new(ProbeResult.Passed, null);

    /// <summary>A failure.</summary>
    public static ProbeOutcome Failed(string reason) => new(ProbeResult.Failed, reason);

    /// <summary>Not made.</summary>
    public static ProbeOutcome Refused(string reason) => new(ProbeResult.Refused, reason);

    /// <summary>No verdict.</summary>
    public static ProbeOutcome Uncounted(string reason) => new(ProbeResult.Uncounted, reason);
}
