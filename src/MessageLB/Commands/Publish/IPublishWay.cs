namespace MessageLB.CommandLine.Commands.Publish;

/// <summary>A way to ingress.</summary>
internal interface IPublishWay
{
    /// <summary>Where messages go, without secrets.</summary>
    string Address { get; }

    /// <summary>
    /// Publishes until every message has its outcome, nothing moves any more, or <paramref name="stop"/>; returns what went wrong,
    /// for people, or null.
    /// </summary>
    Task<string?> RunAsync(CancellationToken stop);
}
