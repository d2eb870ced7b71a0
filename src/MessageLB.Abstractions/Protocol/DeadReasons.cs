namespace MessageLB;

/// <summary>Why a message is a dead letter, as <see cref="HeaderNames.DeadReason"/> says.</summary>
public static class DeadReasons
{
    /// <summary>It failed as often as it may be tried.</summary>
    public const string Attempts = "attempts";

    /// <summary>Its worker said that no other attempt would help.</summary>
    public const string Dropped = "dropped";

    /// <summary>Its <c>expiration</c> was over, in a queue.</summary>
    public const string Expired = "expired";

    /// <summary>Its <see cref="HeaderNames.Deadline"/> was over.</summary>
    public const string Deadline = "deadline";

    /// <summary>No destination of its group was available for too long.</summary>
    public const string Nobody = "nobody available";

    /// <summary>It came back to the broker too often without a result, as a message does that kills its workers.</summary>
    public const string Quarantine = "quarantine";
}
