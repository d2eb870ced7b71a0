namespace MessageLB.Core.Probes;

/// <summary>What became of a probe.</summary>
public enum ProbeResult
{
    /// <summary>The destination answered as it should.</summary>
    Passed,

    /// <summary>It did not.</summary>
    Failed,

    /// <summary>It was not made, because its address is not allowed: the configuration's matter, and no verdict.</summary>
    Refused,

    /// <summary>It tells nothing: the destination had its hands full, or the dispatcher was late or without a broker. No verdict.</summary>
    Uncounted,
}
