using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>Every key that a scenario file knows: binder, range checks and documentation read the same table.</summary>
public static class ScenarioSchema
{
    /// <summary>Most workers.</summary>
    internal const int MostDestinations = 10_000;

    private const string Service = "service";
    private const string Keys = "keys";

    private static readonly Section<TimelineDraft> Happening = new(new Settings<TimelineDraft>
    {
        { "at", c => c.At, (c, v) => c with { At = v }, Scalars.Time.Within("0s", "30d") },
        { "speed", c => c.Speed, (c, v) => c with { Speed = v }, new OptionalShape<double>(Scalars.Number(0.001, 1000)) },
        { "stop", c => c.Stop, (c, v) => c with { Stop = v }, Scalars.Switch },
        { "kill", c => c.Kill, (c, v) => c with { Kill = v }, Scalars.Switch },
        { "return", c => c.Return, (c, v) => c with { Return = v }, Scalars.Switch },
    });

    private static readonly Settings<DestinationDraft> Destination = new()
    {
        { "count", c => c.Count, (c, v) => c with { Count = v }, Scalars.Whole(1, MostDestinations) },
        { "concurrency", c => c.Concurrency, (c, v) => c with { Concurrency = v }, Scalars.Whole(1, 10_000) },
        { "speed", c => c.Speed, (c, v) => c with { Speed = v }, Scalars.Number(0.001, 1000) },
        { "claim", c => c.Claim, (c, v) => c with { Claim = v }, Scalars.Number(0.001, 1000) },
        { "weight", c => c.Weight, (c, v) => c with { Weight = v }, Scalars.Whole(0, DestinationConfig.HeaviestWeight) },
        { "cost", c => c.Cost, (c, v) => c with { Cost = v }, Scalars.Number(0, 1_000_000) },
        { "tier", c => c.Tier, (c, v) => c with { Tier = v }, Scalars.Whole(0, DestinationConfig.LastTier) },
        { "timeline", c => c.Timeline, (c, v) => c with { Timeline = v }, new ListShape<TimelineDraft>(Happening, new TimelineDraft()) },
    };

    private static readonly NamedListShape<DestinationDraft> Destinations = new(
        "destinations",
        name => new DestinationDraft { Name = name },
        new Setting<DestinationDraft, string>("name", c => c.Name, (c, v) => c with { Name = v }, Scalars.Name),
        Destination,
        "speed");

    private static readonly Section<ArrivalDraft> Arrivals = new(new Settings<ArrivalDraft>
    {
        { "kind", c => c.Kind, (c, v) => c with { Kind = v }, Scalars.Choice(("poisson", ArrivalKind.Poisson), ("constant", ArrivalKind.Constant), ("bursty", ArrivalKind.Bursty), ("trace", ArrivalKind.Trace)) },
        { "load", c => c.Load, (c, v) => c with { Load = v }, new OptionalShape<double>(LoadShape.Value) },
        { "rate", c => c.Rate, (c, v) => c with { Rate = v }, new OptionalShape<double>(Scalars.PerTime) },
        { "on", c => c.On, (c, v) => c with { On = v }, Scalars.Time.Within("100us", "1d") },
        { "off", c => c.Off, (c, v) => c with { Off = v }, Scalars.Time.Within("100us", "1d") },
        { "trace", c => c.Trace, (c, v) => c with { Trace = v }, Scalars.Line },
    });

    private static readonly Section<ServiceDraft> ServiceTimes = new(new Settings<ServiceDraft>
    {
        {
            "kind", c => c.Kind, (c, v) => c with { Kind = v }, Scalars.Choice(
                ("deterministic", ServiceKind.Deterministic),
                ("exponential", ServiceKind.Exponential),
                ("lognormal", ServiceKind.LogNormal),
                ("bimodal", ServiceKind.Bimodal),
                ("pareto", ServiceKind.Pareto),
                ("trace", ServiceKind.Trace))
        },
        { "mean", c => c.Mean, (c, v) => c with { Mean = v }, Scalars.Time.Within("1us", "1d") },
        { "sigma", c => c.Sigma, (c, v) => c with { Sigma = v }, Scalars.Number(0.01, 4) },
        { "long_share", c => c.LongShare, (c, v) => c with { LongShare = v }, Scalars.Percent },
        { "long_factor", c => c.LongFactor, (c, v) => c with { LongFactor = v }, Scalars.Number(1, 10_000) },
        { "shape", c => c.Shape, (c, v) => c with { Shape = v }, Scalars.Number(1.1, 10) },
        { "trace", c => c.Trace, (c, v) => c with { Trace = v }, Scalars.Line },
    })
    {
        Shorthand = "mean",
    };

    private static readonly Settings<KindDraft> Kind = new()
    {
        { "share", c => c.Share, (c, v) => c with { Share = v }, Scalars.Number(0.001, 1_000_000) },
        { Service, c => c.Service, (c, v) => c with { Service = v }, ServiceTimes },
        { Keys, c => c.Keys, (c, v) => c with { Keys = v }, Scalars.Whole(0, 10_000_000) },
    };

    private static readonly NamedListShape<KindDraft> Kinds = new(
        "kinds",
        name => new KindDraft { Name = name },
        new Setting<KindDraft, string>("name", c => c.Name, (c, v) => c with { Name = v }, Scalars.Name),
        Kind,
        "share");

    private static readonly Section<SweepDraft> Sweep = new(new Settings<SweepDraft>
    {
        { "load", c => c.Load, (c, v) => c with { Load = v }, new ListShape<double>(LoadShape.Value, 0.5) },
        { "feedback_delay", c => c.FeedbackDelay, (c, v) => c with { FeedbackDelay = v }, new ListShape<TimeSpan>(Scalars.Time.Within("0s", "1h"), TimeSpan.Zero) },
        { "dispatchers", c => c.Dispatchers, (c, v) => c with { Dispatchers = v }, new ListShape<int>(Scalars.Whole(1, 64), 1) },
    });

    /// <summary>Every key in the order of the documentation.</summary>
    public static IReadOnlyList<SchemaKey> All => [.. Root.Describe("", new ScenarioDraft())];

    /// <summary>The whole file.</summary>
    internal static Section<ScenarioDraft> Root { get; } = new(new Settings<ScenarioDraft>
    {
        { "name", c => c.Name, (c, v) => c with { Name = v }, Scalars.Line },
        { "messages", c => c.Messages, (c, v) => c with { Messages = v }, Scalars.Whole(1000, 100_000_000) },
        { "duration", c => c.Duration, (c, v) => c with { Duration = v }, new OptionalShape<TimeSpan>(Scalars.Time.Within("1ms", "365d")) },
        { "warm_up", c => c.WarmUp, (c, v) => c with { WarmUp = v }, Scalars.Percent.Within("0%", "90%") },
        { "seeds", c => c.Seeds, (c, v) => c with { Seeds = v }, new SeedsShape() },
        { "destinations", c => c.Destinations, (c, v) => c with { Destinations = v }, Destinations },
        { "arrivals", c => c.Arrivals, (c, v) => c with { Arrivals = v }, Arrivals },
        { Service, c => c.Service, (c, v) => c with { Service = v }, ServiceTimes },
        { Keys, c => c.Keys, (c, v) => c with { Keys = v }, Scalars.Whole(0, 10_000_000) },
        { "recording", c => c.Recording, (c, v) => c with { Recording = v }, Scalars.Line },
        { "kinds", c => c.Kinds, (c, v) => c with { Kinds = v }, Kinds },
        { "feedback_delay", c => c.FeedbackDelay, (c, v) => c with { FeedbackDelay = v }, Scalars.Time.Within("0s", "1h") },
        { "hand_over_delay", c => c.HandOverDelay, (c, v) => c with { HandOverDelay = v }, Scalars.Time.Within("0s", "1h") },
        { "dispatchers", c => c.Dispatchers, (c, v) => c with { Dispatchers = v }, Scalars.Whole(1, 64) },
        { "objective", c => c.Objective, (c, v) => c with { Objective = v }, new OptionalShape<TimeSpan>(Scalars.Time.Within("1us", "1d")) },
        { "compare", c => c.Compare, (c, v) => c with { Compare = v }, new ListShape<SimulatedCase>(new CaseShape(), CaseShape.Seed) },
        { "baseline", c => c.Baseline, (c, v) => c with { Baseline = v }, Scalars.Line },
        { "sweep", c => c.Sweep, (c, v) => c with { Sweep = v }, Sweep },
    });
}
