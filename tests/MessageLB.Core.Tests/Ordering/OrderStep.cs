namespace MessageLB.Core.Tests.Ordering;

/// <summary>What may happen next.</summary>
internal enum OrderStep
{
    /// <summary>A message comes to ingress.</summary>
    Arrive,

    /// <summary>The dispatcher hands one over, of those that were taken back first.</summary>
    Send,

    /// <summary>The broker puts one into its queue.</summary>
    Accept,

    /// <summary>The dispatcher hears of that.</summary>
    Confirm,

    /// <summary>The broker does not take one.</summary>
    Refuse,

    /// <summary>A worker finishes one of those that it may work on.</summary>
    Work,

    /// <summary>A result arrives.</summary>
    Report,

    /// <summary>A result is lost.</summary>
    LoseReport,

    /// <summary>A worker's counters arrive.</summary>
    Heartbeat,

    /// <summary>A worker says that it drains, or that it is ready again.</summary>
    Drain,

    /// <summary>A worker dies.</summary>
    Kill,

    /// <summary>The dispatcher looks at the queue of a lost one.</summary>
    LookAtLost,

    /// <summary>It has taken what it saw there, unless the worker is back.</summary>
    TakeBack,

    /// <summary>A worker comes back under its name.</summary>
    Revive,

    /// <summary>Another dispatcher takes over.</summary>
    TakeOver,

    /// <summary>It sees a destination idle.</summary>
    SeeIdle,
}
