namespace MessageLB.CommandLine.Commands.Bench.Failover.Faults;

/// <summary>The faults that can be measured.</summary>
internal static class KnownFaults
{
    /// <summary>What is done if nothing is said.</summary>
    public const string Default = "kill";

    private static readonly (string Name, Func<FailoverOptions, IFault> Create)[] All =
    [
        (Default, _ => new WorkerKill()),
        ("stop", _ => new WorkerStop()),
        ("stuck", options => new HandlerStuck(options.HandlerLimit)),
        ("dispatcher", _ => new DispatcherKill()),
        ("tier", _ => new TierLoss()),
        ("broker", _ => new BrokerRestart()),
    ];

    /// <summary>Their names.</summary>
    public static string Names => string.Join(", ", All.Select(known => known.Name));

    public static bool Knows(string name) => All.Any(known => known.Name == name);

    /// <param name="name">A known name.</param>
    /// <param name="options">What is measured.</param>
    public static IFault Create(string name, FailoverOptions options) => All.Single(known => known.Name == name).Create(options);
}
