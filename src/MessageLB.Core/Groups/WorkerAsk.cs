namespace MessageLB.Core.Groups;

/// <summary>What a dispatcher asks of a destination's workers because people want it.</summary>
public enum WorkerAsk
{
    /// <summary>To finish what they have, and take nothing new.</summary>
    Drain,

    /// <summary>To take messages again.</summary>
    Resume,
}
