namespace MessageLB.Worker;

/// <summary>A handler's decision about a message, with the reason for people. The default value is <see cref="Done"/>.</summary>
public readonly record struct HandlerResult
{
    private HandlerResult(HandlerResultKind kind, string? reason, bool unreadable = false, bool tooLate = false)
    {
        Kind = kind;
        Reason = reason;
        IsUnreadable = unreadable;
        IsTooLate = tooLate;
    }

    /// <summary>The message was handled.</summary>
    public static HandlerResult Done => default;

    /// <summary>What is to become of the message.</summary>
    public HandlerResultKind Kind { get; }

    /// <summary>Why, for logs and dead letters; never contains the body. Null for <see cref="Done"/>.</summary>
    public string? Reason { get; }

    /// <summary>True if the message was dropped because its body could not be deserialized; counted apart.</summary>
    internal bool IsUnreadable { get; }

    /// <summary>True if the message was dropped because its deadline was over; no handler saw it.</summary>
    internal bool IsTooLate { get; }

    /// <summary>The attempt failed; try again later, elsewhere if possible, as often as the group's <c>retry</c> allows.</summary>
    /// <param name="reason">
    /// Why, for people and for the group's <c>retry.errors</c>: <c>kind: text</c>, for example <c>Timeout: the warehouse did not answer</c>. It
    /// travels with the message in a header; do not put the body into it, nor secrets.
    /// </param>
    public static HandlerResult Retry(string reason) => new(HandlerResultKind.Retry, Checked(reason));

    /// <summary>Trying again is pointless: make the message a dead letter.</summary>
    /// <param name="reason">Why, for people; it travels with the dead letter in a header. Do not put the body into it, nor secrets.</param>
    public static HandlerResult Drop(string reason) => new(HandlerResultKind.Drop, Checked(reason));

    /// <summary>This worker cannot handle the message now, and the message is not to blame: give it to another destination.</summary>
    /// <param name="reason">Why, for logs; do not put the body into it.</param>
    public static HandlerResult Return(string reason) => new(HandlerResultKind.Return, Checked(reason));

    internal static HandlerResult Unreadable(string reason) => new(HandlerResultKind.Drop, reason, unreadable: true);

    internal static HandlerResult TooLate { get; } = new(HandlerResultKind.Drop, "its deadline was over", tooLate: true);

    internal static HandlerResult Of(HandlerResultKind kind, string reason) => new(kind, reason);

    private static string Checked(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return reason;
    }
}
