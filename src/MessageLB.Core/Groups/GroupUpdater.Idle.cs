namespace MessageLB.Core.Groups;

/// <summary>Whether anything is at work.</summary>
public sealed partial class GroupUpdater
{
    /// <summary>
    /// Whether every live worker of a destination has said after this time that it holds nothing; true of one without heartbeats, which says nothing.
    /// </summary>
    public bool IsIdleSince(string destination, TimeSpan since) =>
        !_records.TryGetValue(destination, out var record) || (record.Instances.HeardSince(since) && record.Instances.Held() == 0);
}
