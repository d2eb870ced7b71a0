namespace MessageLB.InMemory.Sessions;

/// <summary>What runs in a session and ends with it.</summary>
internal interface ISessionPart
{
    /// <summary>Completes once nothing more is told to whom the session's disposal must wait for. Never faults.</summary>
    Task Completion { get; }

    /// <summary>The session has ended. Must not block; may be called while the part ends on its own.</summary>
    void EndWithSession();

    /// <summary>The broker takes publishes again.</summary>
    void OnUnblocked()
    {
    }
}
