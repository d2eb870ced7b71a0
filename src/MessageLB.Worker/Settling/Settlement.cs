namespace MessageLB.Worker.Settling;

/// <summary>What became of a delivery at the broker.</summary>
internal enum Settlement
{
    /// <summary>Nothing: its session had ended, and the broker hands it over again.</summary>
    None,

    /// <summary>Acknowledged as done.</summary>
    Done,

    /// <summary>Acknowledged without a handler: it had been done before.</summary>
    Duplicate,

    /// <summary>Back in the group's ingress queue, the attempt counted.</summary>
    Retried,

    /// <summary>A dead letter now, because its handler said so.</summary>
    Dropped,

    /// <summary>A dead letter now, without a handler: its deadline was over.</summary>
    Expired,

    /// <summary>Back in the group's ingress queue, the attempt not counted.</summary>
    Returned,

    /// <summary>Back in its destination's own queue, because the broker did not take it elsewhere; it comes again.</summary>
    Requeued,
}
