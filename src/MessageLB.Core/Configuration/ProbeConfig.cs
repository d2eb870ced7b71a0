using System.Net;
using MessageLB.Core.Probes;

namespace MessageLB.Core.Configuration;

/// <summary>How the destinations of a group are asked whether they work, apart from what their heartbeats say.</summary>
public sealed record ProbeConfig
{
    /// <summary>Default of <see cref="Fall"/>.</summary>
    public const int DefaultFall = 3;

    /// <summary>Default of <see cref="Rise"/>.</summary>
    public const int DefaultRise = 2;

    /// <summary>Default of <see cref="Jitter"/>.</summary>
    public const double DefaultJitter = 0.2;

    /// <summary>Default of <see cref="Interval"/>.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(5);

    /// <summary>Default of <see cref="Timeout"/>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(1);

    /// <summary>What a probe does. Default <see cref="ProbeKind.Message"/>.</summary>
    public ProbeKind Kind { get; init; }

    /// <summary>
    /// For <see cref="ProbeKind.Http"/>: address such as <c>http://{destination}.workers:8080/healthz</c>; <c>{destination}</c> stands for the
    /// destination's name.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>For <see cref="ProbeKind.Tcp"/>: host and port such as <c>{destination}.workers:8080</c>.</summary>
    public string? Address { get; init; }

    /// <summary>Time from one probe of a destination to the next. <value>100 ms to 1 h, default 5 s.</value></summary>
    public TimeSpan Interval { get; init; } = DefaultInterval;

    /// <summary>Time after which a probe without an answer has failed. <value>10 ms to 1 min, default 1 s.</value></summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Failures in a row until a destination is taken out (HAProxy's <c>fall</c>). <value>1 to 100, default 3.</value></summary>
    public int Fall { get; init; } = DefaultFall;

    /// <summary>Successes in a row until it is back (HAProxy's <c>rise</c>). <value>1 to 100, default 2.</value></summary>
    public int Rise { get; init; } = DefaultRise;

    /// <summary>
    /// How much longer or shorter than <see cref="Interval"/> each pause may be, so that probes do not come all at once.
    /// <value>0 to 0.5, default 0.2.</value>
    /// </summary>
    public double Jitter { get; init; } = DefaultJitter;

    /// <summary>For <see cref="ProbeKind.Http"/>: answers that count as a success. Default 200 to 399; redirections are not followed.</summary>
    public StatusRange Expect { get; init; } = StatusRange.Default;

    /// <summary>
    /// For <see cref="ProbeKind.Http"/>: file with the value of the header <c>Authorization</c>, read at every probe. Null for none.
    /// </summary>
    public string? AuthorizationFile { get; init; }

    /// <summary>The same as the name of an environment variable.</summary>
    public string? AuthorizationEnv { get; init; }

    /// <summary>
    /// Networks that may be probed. Default <see cref="AddressRule.DefaultAllow"/>: private ones and this machine. Some addresses never
    /// may (<see cref="AddressRule"/>).
    /// </summary>
    public IReadOnlyList<IPNetwork> Allow { get; init; } = AddressRule.DefaultAllow;

    /// <summary>Longest time from a fault until its destination is taken out.</summary>
    public TimeSpan FallsWithin => (Interval * (1 + Jitter) * Fall) + Timeout;
}
