namespace MessageLB.Core.Probes;

/// <summary>What the probes of a destination say together.</summary>
public enum ProbeState
{
    /// <summary>Too few were made: no verdict.</summary>
    Unknown,

    /// <summary>It works.</summary>
    Passing,

    /// <summary>It does not.</summary>
    Failing,
}
