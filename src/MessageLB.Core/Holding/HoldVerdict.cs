namespace MessageLB.Core.Holding;

/// <summary>What a result means for the messages in hold.</summary>
public enum HoldVerdict
{
    /// <summary>A message's time in hold is over.</summary>
    Ended,

    /// <summary>It came before the confirm of its hand-over, and waits for that.</summary>
    Early,

    /// <summary>No message waits for it: another attempt or another destination has the message now, or it has had a result.</summary>
    Late,
}
