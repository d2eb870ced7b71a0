namespace MessageLB.CommandLine.Transports;

/// <summary>The queues of a group that is only for one run.</summary>
internal static class GroupQueueNames
{
    /// <summary>Names of all of them.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="destinations">Names of its destinations.</param>
    public static IEnumerable<string> Of(string group, IEnumerable<string> destinations) =>
    [
        // Workers declare both, whichever the group uses.
        .. destinations.SelectMany(destination => (string[])[Names.WorkQueue(group, destination), Names.HoldQueue(group, destination)]),
        Names.IngressQueue(group),
        Names.RetryQueue(group),
        Names.DeadQueue(group),
    ];
}
