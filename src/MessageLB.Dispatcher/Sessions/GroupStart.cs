namespace MessageLB.Dispatcher.Sessions;

/// <summary>Why a group's work starts.</summary>
internal enum GroupStart
{
    /// <summary>A session has begun: what became of the last one's hand-overs may be unknown.</summary>
    WithSession,

    /// <summary>Its configuration is in force from now on; all that it handed over is in the books.</summary>
    AfterReload,
}
