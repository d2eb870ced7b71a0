namespace MessageLB.Core.Configuration;

/// <summary>
/// When a destination that answers badly is ejected, and for how long: it gets nothing for a time, then one message to try, and is back
/// with the first success. After NGINX (<c>max_fails</c>, <c>fail_timeout</c>), HAProxy (<c>observe</c>, <c>error-limit</c>) and Envoy's
/// outlier detection.
/// </summary>
public sealed record EjectionConfig
{
    /// <summary>Default of <see cref="ConsecutiveFailures"/>.</summary>
    public const int DefaultConsecutiveFailures = 5;

    /// <summary>Default of <see cref="SuccessRate"/>.</summary>
    public const double DefaultSuccessRate = 0.8;

    /// <summary>Default of <see cref="MinResults"/>.</summary>
    public const int DefaultMinResults = 10;

    /// <summary>Default of <see cref="Deviations"/>.</summary>
    public const double DefaultDeviations = 1.9;

    /// <summary>Default of <see cref="LargestShare"/>.</summary>
    public const double DefaultLargestShare = 0.5;

    /// <summary>Default of <see cref="Window"/>.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="BaseTime"/>.</summary>
    public static readonly TimeSpan DefaultBaseTime = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="LongestTime"/>.</summary>
    public static readonly TimeSpan DefaultLongestTime = TimeSpan.FromSeconds(300);

    /// <summary>Whether destinations are ejected for failures at all. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// Failures in a row until a destination is ejected (Envoy's <c>consecutive_5xx</c>; NGINX's <c>max_fails</c> is 1, HAProxy's
    /// <c>error-limit</c> 10). <value>0 to 10,000, default 5; 0: never for that.</value>
    /// </summary>
    public int ConsecutiveFailures { get; init; } = DefaultConsecutiveFailures;

    /// <summary>
    /// Least share of successes among the results of <see cref="Window"/>. <value>0 to 1, default 0.8; 0: never for that.</value>
    /// </summary>
    public double SuccessRate { get; init; } = DefaultSuccessRate;

    /// <summary>Time over which <see cref="SuccessRate"/> and <see cref="Deviations"/> look back. <value>1 s to 1 h, default 30 s.</value></summary>
    public TimeSpan Window { get; init; } = DefaultWindow;

    /// <summary>Results in <see cref="Window"/> below which <see cref="SuccessRate"/> is no verdict. <value>1 to 1,000,000, default 10.</value></summary>
    public int MinResults { get; init; } = DefaultMinResults;

    /// <summary>
    /// Standard deviations that the share of successes may be below the group's mean (Envoy's <c>success_rate_stdev_factor</c>).
    /// <value>0 to 10, default 1.9; 0: never for that.</value>
    /// </summary>
    public double Deviations { get; init; } = DefaultDeviations;

    /// <summary>
    /// Most that a message may take here, relative to the median of the others. A slow destination already gets less from policies that
    /// know of times, so this is for those that do not. <value>1 to 1,000, or 0, the default: never for that.</value>
    /// </summary>
    public double SlowFactor { get; init; }

    /// <summary>
    /// Length of the first ejection; the n-th in a row takes n times as long (Envoy's <c>base_ejection_time</c>).
    /// <value>1 s to 1 h, default 30 s.</value>
    /// </summary>
    public TimeSpan BaseTime { get; init; } = DefaultBaseTime;

    /// <summary>
    /// Longest ejection, before the ±10 % that keep several from returning together (Envoy's <c>max_ejection_time</c>).
    /// <value><see cref="BaseTime"/> to 1 d, default 5 min.</value>
    /// </summary>
    public TimeSpan LongestTime { get; init; } = DefaultLongestTime;

    /// <summary>
    /// Largest share of a group's destinations that may be ejected at the same time; one always may, and the last one that works never
    /// (Envoy's <c>max_ejection_percent</c>, there 10 %). <value>0 to 1, default 0.5.</value>
    /// </summary>
    public double LargestShare { get; init; } = DefaultLargestShare;
}
