namespace MessageLB.Benchmarks.Throughput;

/// <summary>One way from a pre-filled ingress queue to workers.</summary>
internal interface IShape
{
    /// <summary>Name in the table.</summary>
    string Name { get; }

    /// <summary>Drains <paramref name="messages"/> messages that lie in the ingress queue of <paramref name="group"/>, and returns the time from the start of the hop to the last completion.</summary>
    Task<TimeSpan> DrainAsync(Uri broker, string group, int workers, int messages);
}
