namespace MessageLB.Dispatcher.Reloading;

/// <summary>What became of a reload.</summary>
public sealed record ReloadReport
{
    /// <summary>Why it was refused, finding by finding; empty if what was read is in force. Refused, everything is as it was before.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>What is allowed and probably not meant.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Groups that are new.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Groups that are told something else.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>Groups that are no more.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Whether the section <c>alerts</c> changed.</summary>
    public bool AlertsChanged { get; init; }

    /// <summary>Settings that keep their old value until the next start.</summary>
    public IReadOnlyList<string> NeedRestart { get; init; } = [];
}
