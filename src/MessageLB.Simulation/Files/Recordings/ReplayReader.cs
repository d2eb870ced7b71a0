using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>Reads the recordings that a scenario names, and completes the scenario by what they hold.</summary>
internal sealed class ReplayReader(ITraceFiles files, ConfigFindings findings)
{
    /// <summary>Key of the recording that brings everything.</summary>
    public const string RecordingKey = "recording";

    private const string ArrivalTrace = "arrivals.trace";
    private const int FewestMessages = 1000;

    private readonly Dictionary<string, Recording?> _read = new(StringComparer.Ordinal);

    /// <summary>The scenario, completed, and what it replays.</summary>
    public (ScenarioDraft Draft, Replay Replay) Read(ScenarioDraft draft)
    {
        draft = ImplyKinds(draft);
        var replay = new Replay { Services = ReadServices(draft) };
        if (draft.Recording is { } file) return ReadRecording(draft, file, replay);
        if (draft.Arrivals is not { Kind: ArrivalKind.Trace, Trace: { } trace }) return (draft, replay);
        var arrivals = Load(trace, ArrivalTrace)?.Arrivals ?? [];
        if (arrivals.Count == 0) return (draft, replay);
        return (Follow(draft, ArrivalTrace, arrivals.Count), Of(ArrivalTrace, arrivals) with { Services = replay.Services });
    }

    /// <summary>A trace without a kind is of the kind that has traces.</summary>
    private ScenarioDraft ImplyKinds(ScenarioDraft draft)
    {
        if (draft.Arrivals.Trace is not null && findings.OriginOf("arrivals.kind") is null) draft = draft with { Arrivals = draft.Arrivals with { Kind = ArrivalKind.Trace } };
        return draft with
        {
            Service = Imply(draft.Service, "service"),
            Kinds = [.. draft.Kinds.Select((kind, i) => kind with { Service = Imply(kind.Service, $"kinds[{i}].service") })],
        };
    }

    private ServiceDraft Imply(ServiceDraft service, string path) =>
        service.Trace is not null && findings.OriginOf(path + ".kind") is null ? service with { Kind = ServiceKind.Trace } : service;

    private Dictionary<string, IReadOnlyList<double>> ReadServices(ScenarioDraft draft)
    {
        var services = new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal);
        Add("service", draft.Service, kind: null);
        for (var i = 0; i < draft.Kinds.Count; i++) Add($"kinds[{i}].service", draft.Kinds[i].Service, draft.Kinds[i].Name);
        return services;

        void Add(string path, ServiceDraft service, string? kind)
        {
            if (service is not { Kind: ServiceKind.Trace, Trace: { } file } || Load(file, path + ".trace") is not { } recording) return;
            var samples = new ServiceSamples(recording);
            services[path] = kind is null ? samples.OfAll() : samples.Of(kind);
            if (services[path].Count == 0) findings.Error(path + ".trace", file, "holds no service times");
        }
    }

    private (ScenarioDraft Draft, Replay Replay) ReadRecording(ScenarioDraft draft, string file, Replay replay)
    {
        foreach (var key in (string[])["arrivals.kind", ArrivalTrace])
        {
            if (IsAsStrong(key, RecordingKey)) findings.Error(key, null, $"cannot stand beside '{RecordingKey}', which brings its own arrivals");
        }

        if (Load(file, RecordingKey) is not { } recording) return (draft, replay);
        var samples = new ServiceSamples(recording);
        if (draft.Destinations.Count == 0) draft = draft with { Destinations = samples.Destinations };
        if (recording.Arrivals.Count == 0)
        {
            findings.Error(RecordingKey, file, "holds no arrivals");
            return (draft, replay);
        }

        // What a stronger recording takes the place of; a weaker one has been refused above.
        draft = Follow(draft, RecordingKey, recording.Arrivals.Count);
        draft = draft with { Arrivals = draft.Arrivals with { Kind = ArrivalKind.Trace, Trace = file } };
        return (draft, Of(RecordingKey, recording.Arrivals) with { Services = replay.Services, Kinds = [.. Kinds(draft, recording, samples, replay)] });
    }

    /// <summary>The kinds that arrive, each with the times recorded for it, else with those that the scenario says.</summary>
    private IEnumerable<MessageKind> Kinds(ScenarioDraft draft, Recording recording, ServiceSamples samples, Replay replay)
    {
        foreach (var (kind, count) in recording.Arrivals.CountBy(arrival => arrival.Kind).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var times = samples.Of(kind);
            var written = draft.Kinds.Select((one, i) => (one, Path: $"kinds[{i}].service")).FirstOrDefault(pair => pair.one.Name == kind);
            ServiceConfig? service = null;
            if (times.Count > 0) service = new ServiceConfig { Kind = ServiceKind.Trace, Trace = times };
            else if (written.one is { } known) service = known.Service.Complete(replay.ServiceOf(written.Path));
            else if (findings.OriginOf("service") is not null) service = draft.Service.Complete(replay.ServiceOf("service"));
            if (service is not null) yield return new MessageKind { Name = kind, Share = count, Service = service };
        }
    }

    private static Replay Of(string key, List<TraceArrival> arrivals) => new()
    {
        ArrivalsKey = key,
        Arrivals = arrivals,
        HasKeys = arrivals.Exists(arrival => arrival.Key.Length > 0),
    };

    /// <summary>As many messages as were recorded at the pace at which they came, unless the scenario asks for others as strongly.</summary>
    private ScenarioDraft Follow(ScenarioDraft draft, string key, int arrivals)
    {
        if (!IsAsStrong("messages", key)) draft = draft with { Messages = Math.Max(arrivals, FewestMessages) };
        var isPaced = IsAsStrong(ArrivalRules.Load, key) || IsAsStrong(ArrivalRules.Rate, key);
        return isPaced ? draft : draft with { Arrivals = draft.Arrivals with { Load = null, Rate = null } };
    }

    /// <summary>Whether a setting was written by a source that is no weaker than the one that named the recording.</summary>
    private bool IsAsStrong(string path, string key) => findings.OriginOf(path) is { } origin && origin.Kind >= (findings.OriginOf(key)?.Kind ?? ConfigOriginKind.Code);

    private Recording? Load(string file, string path)
    {
        if (_read.TryGetValue(file, out var known)) return known;
        Recording? recording = null;
        try
        {
            using var text = files.Open(file);
            recording = new RecordingReader(file, findings).Read(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Text.DecoderFallbackException)
        {
            findings.Error(path, file, $"cannot be read: {e.Message}");
        }

        _read[file] = recording;
        return recording;
    }
}
