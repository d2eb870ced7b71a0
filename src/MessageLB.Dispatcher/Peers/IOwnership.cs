namespace MessageLB.Dispatcher.Peers;

/// <summary>Who of several dispatchers does what only one should do. Thread-safe.</summary>
internal interface IOwnership
{
    /// <summary>Whether other dispatchers live.</summary>
    bool HasOthers { get; }

    /// <summary>
    /// Whether this dispatcher is the one for a destination; always true while it is alone, and false once it stops and others live. Two may
    /// be told so while their views of each other differ, so the work must bear being done by both.
    /// </summary>
    bool IsOwner(string group, string destination);
}
