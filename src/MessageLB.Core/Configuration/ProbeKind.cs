namespace MessageLB.Core.Configuration;

/// <summary>What a probe does.</summary>
public enum ProbeKind
{
    /// <summary>A canary, a small message through the destination's own queue, which its worker answers.</summary>
    Message,

    /// <summary>A GET request.</summary>
    Http,

    /// <summary>A connection that is opened and closed.</summary>
    Tcp,
}
