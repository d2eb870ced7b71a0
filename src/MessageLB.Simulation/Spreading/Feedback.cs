namespace MessageLB.Simulation.Spreading;

/// <summary>News of a worker on its way to the dispatchers: of a completion, or its regular sign of life.</summary>
/// <param name="Due">When it arrives.</param>
/// <param name="Worker">Number of the worker.</param>
/// <param name="Dispatcher">Number of the dispatcher whose message was completed; <see cref="Regular"/> if none was.</param>
/// <param name="Kind">Number of the message's kind.</param>
/// <param name="InFlight">Messages that the worker had then.</param>
/// <param name="Busy">Time spent on the message.</param>
/// <param name="OldestInFlight">Age of the worker's oldest message then.</param>
internal readonly record struct Feedback(long Due, int Worker, int Dispatcher, int Kind, int InFlight, long Busy, long OldestInFlight)
{
    /// <summary>No message was completed.</summary>
    public const int Regular = -1;
}
