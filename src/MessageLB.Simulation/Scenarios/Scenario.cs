namespace MessageLB.Simulation;

/// <summary>A workload, the workers that it meets, and the policies to compare on it. Immutable; valid once its file had no errors.</summary>
public sealed record Scenario
{
    /// <summary>Default of <see cref="Messages"/>.</summary>
    public const int DefaultMessages = 200_000;

    /// <summary>What it shows, for reports.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// Messages that arrive in each run. <value>1,000 to 100,000,000, default 200,000.</value> <see cref="Duration"/> may end them earlier.
    /// </summary>
    public int Messages { get; init; } = DefaultMessages;

    /// <summary>Virtual time after which arrivals end; null leaves it to <see cref="Messages"/>.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Part of the messages, from the first, that only bring the system to its usual state and are not measured. <value>0 to 0.9, default 0.1.</value></summary>
    public double WarmUp { get; init; } = 0.1;

    /// <summary>One run for each seed and case; confidence intervals are over them. Default 1 to 5.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>The workers.</summary>
    public IReadOnlyList<SimulatedDestination> Destinations { get; init; } = [];

    /// <summary>When messages arrive.</summary>
    public ArrivalConfig Arrivals { get; init; } = new();

    /// <summary>
    /// Kinds of message; each message is of one, by chance and <see cref="MessageKind.Share"/>. A scenario without kinds has one, without a name.
    /// </summary>
    public IReadOnlyList<MessageKind> Kinds { get; init; } = [new MessageKind()];

    /// <summary>
    /// Time from a completion until the dispatcher's books know of it. <value>0 to 1 h, default 1 ms.</value>
    /// </summary>
    public TimeSpan FeedbackDelay { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Time from the pick until the message is at the worker. <value>0 to 1 h, default 0.</value></summary>
    public TimeSpan HandOverDelay { get; init; }

    /// <summary>Dispatchers that share the arrivals evenly and at random, each with its own books and windows. <value>1 to 64, default 1.</value></summary>
    public int Dispatchers { get; init; } = 1;

    /// <summary>Response time within which a message counts as a success; null does not count successes.</summary>
    public TimeSpan? Objective { get; init; }

    /// <summary>What is compared, at least one.</summary>
    public IReadOnlyList<SimulatedCase> Cases { get; init; } = [];

    /// <summary>Name of the case that the others are compared with; null takes the first.</summary>
    public string? Baseline { get; init; }

    /// <summary>Values to run the whole comparison for, one after the other; null for none.</summary>
    public SweepConfig? Sweep { get; init; }
}
