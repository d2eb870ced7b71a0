namespace MessageLB.Core.Configuration;

/// <summary>What a reload changes in the configuration that runs. Immutable.</summary>
public sealed record ConfigChanges
{
    /// <summary>What is in force afterwards: what was read, except for what only a restart can change.</summary>
    public required MessageLBConfig Config { get; init; }

    /// <summary>Groups that did not exist before.</summary>
    public required IReadOnlyList<GroupConfig> Added { get; init; }

    /// <summary>Groups that exist before and after and are told something else, each as it is afterwards.</summary>
    public required IReadOnlyList<GroupConfig> Changed { get; init; }

    /// <summary>Groups that do not exist any more, each as it was.</summary>
    public required IReadOnlyList<GroupConfig> Removed { get; init; }

    /// <summary>Whether alerts are told otherwise, or other ones are raised.</summary>
    public required bool AlertsChanged { get; init; }

    /// <summary>Paths of settings that were read with another value and keep the old one until the next start.</summary>
    public required IReadOnlyList<string> NeedRestart { get; init; }

    /// <summary>Whether nothing that can change at run time changes.</summary>
    public bool IsEmpty => Added.Count == 0 && Changed.Count == 0 && Removed.Count == 0 && !AlertsChanged;

    /// <summary>
    /// Compares. A group counts as changed too if what stands in for it changed. What cannot be done at run time and must not be ignored is
    /// among the findings: then the reload is to be refused.
    /// </summary>
    /// <param name="running">What is in force.</param>
    /// <param name="next">What was read, valid.</param>
    /// <param name="findings">Takes what is impossible.</param>
    public static ConfigChanges Between(MessageLBConfig running, MessageLBConfig next, ConfigFindings findings)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(findings);
        var before = running.Groups.ToDictionary(g => g.Name, StringComparer.Ordinal);
        var after = next.Groups.ToDictionary(g => g.Name, StringComparer.Ordinal);
        var changed = next.Groups
            .Where(g => before.TryGetValue(g.Name, out var was) && !(ConfigEquality.AreSame(was, g) && StandsFor(was, before).SequenceEqual(StandsFor(g, after))))
            .ToList();
        foreach (var group in changed.Where(g => g.IsSingleActive != before[g.Name].IsSingleActive))
        {
            findings.Error($"groups.{group.Name}.single_active", null, "cannot change while the group's ingress queue exists, for it is an argument of that queue; see docs/operations/reload.md");
        }

        foreach (var group in changed.Where(g => g.Delivery != before[g.Name].Delivery))
        {
            findings.Error($"groups.{group.Name}.delivery", null, "cannot change while the dispatcher runs, for what is handed over lies in queues of the other kind; see docs/operations/reload.md");
        }

        return new ConfigChanges
        {
            Config = next with { Broker = running.Broker, Http = running.Http, Telemetry = running.Telemetry, ShutdownTimeout = running.ShutdownTimeout, StateFile = running.StateFile },
            Added = [.. next.Groups.Where(g => !before.ContainsKey(g.Name))],
            Changed = changed,
            Removed = [.. running.Groups.Where(g => !after.ContainsKey(g.Name))],
            AlertsChanged = !ConfigEquality.AreSame(running.Alerts, next.Alerts),
            NeedRestart = [.. OnlyAtStart(running, next)],
        };
    }

    private static IEnumerable<string> StandsFor(GroupConfig group, Dictionary<string, GroupConfig> groups)
    {
        for (var next = group.Fallback.To; next is not null && groups.TryGetValue(next, out var stand); next = stand.Fallback.To) yield return next;
    }

    private static IEnumerable<string> OnlyAtStart(MessageLBConfig running, MessageLBConfig next)
    {
        (string Path, Func<MessageLBConfig, object?> Value)[] settings =
        [
            ("broker.uri", c => c.Broker.Address),
            ("broker.username", c => c.Broker.Username),
            ("broker.password", c => c.Broker.Password),
            ("broker.password_file", c => c.Broker.PasswordFile),
            ("broker.tls", c => c.Broker.Tls),
            ("broker.management", c => c.Broker.Management),
            ("broker.connect_timeout", c => c.Broker.ConnectTimeout),
            ("broker.max_message_size", c => c.Broker.MaxMessageSize),
            ("http.listen", c => c.Http.Listen),
            ("telemetry.otlp", c => c.Telemetry.Otlp),
            ("telemetry.protocol", c => c.Telemetry.Protocol),
            ("telemetry.headers", c => c.Telemetry.Headers),
            ("telemetry.headers_file", c => c.Telemetry.HeadersFile),
            ("telemetry.traces", c => c.Telemetry.Traces),
            ("telemetry.metrics", c => c.Telemetry.Metrics),
            ("telemetry.sampling", c => c.Telemetry.Sampling),
            ("telemetry.propagation", c => c.Telemetry.Propagation),
            ("telemetry.interval", c => c.Telemetry.Interval),
            ("telemetry.sources", c => c.Telemetry.Sources),
            ("shutdown_timeout", c => c.ShutdownTimeout),
            ("state_file", c => c.StateFile),
        ];
        return settings.Where(s => !ConfigEquality.AreSame(s.Value(running), s.Value(next))).Select(s => s.Path);
    }
}
