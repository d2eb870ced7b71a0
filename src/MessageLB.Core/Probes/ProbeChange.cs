namespace MessageLB.Core.Probes;

/// <summary>What a probe changed.</summary>
public enum ProbeChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The probes say that the destination does not work, from now on.</summary>
    Fell,

    /// <summary>They said so, and say from now on that it works.</summary>
    Rose,

    /// <summary>It was refused, and the one before was not, or for another reason.</summary>
    Refused,
}
