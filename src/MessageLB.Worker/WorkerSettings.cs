using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;

namespace MessageLB.Worker;

/// <summary>A worker's options after the check, with every default filled in. Immutable.</summary>
internal sealed record WorkerSettings
{
    public const int LargestConcurrency = 1_000;
    public const int LargestPrefetch = 2_000;
    public const int LargestDropWindow = 1_000_000;
    public const int LargestWindow = 1_000_000;
    public const int LargestWeight = 1_000_000;
    public const int MostLabels = 32;
    public const int LongestLabelValue = 128;
    public const int LargestLabels = HeartbeatCodec.MaxSize / 2;
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(10);
    public static readonly TimeSpan ShortestHandlerTimeout = TimeSpan.FromMilliseconds(10);
    public static readonly TimeSpan ShortestStoreTimeout = TimeSpan.FromMilliseconds(10);
    public static readonly TimeSpan ShortestDropWindowTime = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestTime = TimeSpan.FromHours(1);
    private const int LeastPrefetch = 32;
    private const string InstanceAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    private WorkerSettings(WorkerOptions options, string destination)
    {
        Worker = new WorkerInstance(options.Group, destination, options.Instance ?? NewInstance());
        Concurrency = options.Concurrency;
        Prefetch = options.Prefetch > 0 ? options.Prefetch : Math.Min(Math.Max(2 * options.Concurrency, LeastPrefetch), LargestPrefetch);
        OnException = options.OnException;
        HandlerTimeout = options.HandlerTimeout;
        DropWindow = options.DropWindow;
        DropWindowTime = options.DropWindowTime;
        DuplicateStoreTimeout = options.DuplicateStoreTimeout;
        HeartbeatInterval = options.HeartbeatInterval;
        DrainTimeout = options.DrainTimeout;
        Window = options.Window;
        FrameMax = options.FrameMax;
        Weight = options.Weight;
        Cost = options.Cost;
        Labels = options.Labels.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public WorkerInstance Worker { get; }

    public int Concurrency { get; }

    public int Prefetch { get; }

    public HandlerResultKind OnException { get; }

    public TimeSpan? HandlerTimeout { get; }

    public int DropWindow { get; }

    public TimeSpan DropWindowTime { get; }

    public TimeSpan DuplicateStoreTimeout { get; }

    public TimeSpan HeartbeatInterval { get; }

    public TimeSpan DrainTimeout { get; }

    public int Window { get; }

    public int FrameMax { get; }

    public int? Weight { get; }

    public double? Cost { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>Checks the options and fills in the defaults.</summary>
    /// <exception cref="WorkerOptionsException">One or more values are outside their ranges.</exception>
    public static WorkerSettings From(WorkerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var destination = options.Name ?? Environment.GetEnvironmentVariable(WorkerOptions.NameVariable);
        var errors = WorkerOptionsValidator.Validate(options, destination);
        return errors.Count == 0 ? new WorkerSettings(options, destination!) : throw new WorkerOptionsException(errors);
    }

    private static string NewInstance()
    {
        var process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var random = RandomNumberGenerator.GetString(InstanceAlphabet, 4);
        var machine = Sanitized(Environment.MachineName, Names.MaxLength - process.Length - random.Length - 2);
        return $"{machine}-{process}-{random}";
    }

    private static string Sanitized(string name, int longest)
    {
        var characters = name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-').Take(longest).ToArray();
        return characters.Length == 0 ? "worker" : new string(characters);
    }
}
