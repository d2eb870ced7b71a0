namespace MessageLB.Core.Adjustment;

/// <summary>What an interval showed of a destination.</summary>
/// <param name="Messages">Messages that its workers report as handled.</param>
/// <param name="BusySeconds">Time that they say they spent on these.</param>
/// <param name="HandSeconds">
/// Time in which its hands were full by the dispatcher's own books, hand by hand: the sum over time of messages in flight, no more than hands.
/// </param>
/// <param name="LoopSeconds">Part of the time in flight in which no hand holds a message: the hand-over and the report of its result.</param>
/// <param name="Concurrency">Hands. 1 or more.</param>
/// <param name="Health">Mean health score. <value>0 to 1.</value></param>
internal readonly record struct Evidence(double Messages, double BusySeconds, double HandSeconds, double LoopSeconds, int Concurrency, double Health)
{
    /// <summary>Whether it is enough for a judgement. Who reports no busy time is left alone.</summary>
    public bool IsEnough => Messages >= AdjustmentRules.LeastMessages && BusySeconds > 0;

    /// <summary>Service time that the dispatcher's own books show, in seconds; too long where hands wait for messages. 0 or more.</summary>
    public double SeenSeconds => Math.Max(0, (HandSeconds / Messages) - LoopSeconds);

    /// <summary>Whether the worker says that it is quicker than its messages can be seen to be.</summary>
    public bool IsDoubted => BusySeconds / Messages < SeenSeconds / AdjustmentRules.MostDoubt;

    /// <summary>Service time in seconds: what the worker reports, as far as the books do not speak against it.</summary>
    public double ServiceSeconds => IsDoubted ? SeenSeconds : BusySeconds / Messages;

    /// <summary>Messages per second that it could do.</summary>
    public double Capacity => Concurrency / ServiceSeconds;
}
