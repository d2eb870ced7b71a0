namespace MessageLB.Core.Configuration;

/// <summary>What was found out about a configuration, every source and rule together. Not thread-safe.</summary>
public sealed class ConfigFindings
{
    /// <summary>Errors kept; a file of nothing but mistakes gets no more than this.</summary>
    public const int MaxErrors = 1000;

    private readonly List<ConfigError> _errors = [];
    private readonly List<ConfigRemark> _warnings = [];
    private readonly List<ConfigRemark> _notices = [];
    private readonly List<ConfigRemark> _consequences = [];
    private readonly HashSet<object> _seen = [];
    private readonly HashSet<(string Path, ConfigOrigin Origin)> _wrong = [];
    private readonly Func<string, ConfigPlace> _locate;

    /// <summary>Creates findings about records made by code, which come from nowhere.</summary>
    public ConfigFindings()
        : this(path => new ConfigPlace(path, ConfigOrigin.Code, Written: false))
    {
    }

    internal ConfigFindings(Func<string, ConfigPlace> locate) => _locate = locate;

    /// <summary>What must be corrected before anything starts, in the order of the sources and of the lines within them.</summary>
    public IReadOnlyList<ConfigError> Errors => [.. _errors.OrderBy(e => e.Origin, ByPlace)];

    /// <summary>What is allowed and probably not meant.</summary>
    public IReadOnlyList<ConfigRemark> Warnings => [.. _warnings.OrderBy(w => w.Origin, ByPlace)];

    /// <summary>What is accepted and means less, or something else, than the words say.</summary>
    public IReadOnlyList<ConfigRemark> Notices => [.. _notices.OrderBy(n => n.Origin, ByPlace)];

    /// <summary>What follows from the figures, group by group, such as the time until a silent worker is lost.</summary>
    public IReadOnlyList<ConfigRemark> Consequences => _consequences;

    /// <summary>Whether there is no error.</summary>
    public bool IsValid => _errors.Count == 0;

    private static Comparer<ConfigOrigin> ByPlace { get; } = Comparer<ConfigOrigin>.Create((one, other) =>
    {
        var order = (one.Kind, one.Line, one.Column).CompareTo((other.Kind, other.Line, other.Column));
        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    });

    /// <summary>Whether further errors are left out.</summary>
    internal bool IsFull => _errors.Count > MaxErrors;

    /// <summary>Throws if there is an error.</summary>
    /// <exception cref="MessageLBConfigurationException">At least one error; the exception lists every one.</exception>
    public void ThrowIfInvalid()
    {
        if (!IsValid) throw new MessageLBConfigurationException(Errors);
    }

    /// <summary>Adds an error found by a source while it was read.</summary>
    public void Add(ConfigError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Error(error.Path, error.Origin, error.Value, error.Rule, error.Suggestion);
    }

    /// <summary>Where a setting was written; null if it was not, or by code.</summary>
    internal ConfigOrigin? OriginOf(string path) => _locate(path) is { Written: true } place ? place.Origin : null;

    /// <summary>Adds an error about the setting at a path of the bound records, unless that setting is wrong already.</summary>
    internal void Error(string path, string? value, string rule, string? suggestion = null)
    {
        var place = _locate(path);
        if (place.Written && _wrong.Contains((place.Path, place.Origin))) return;
        Error(place.Path, place.Origin, value, rule, suggestion);
    }

    internal void Error(string path, ConfigOrigin origin, string? value, string rule, string? suggestion = null)
    {
        if (IsFull) return;
        var error = _errors.Count < MaxErrors
            ? new ConfigError(path, origin, value is null ? null : Redaction.Show(value), rule, suggestion)
            : new ConfigError("", origin, null, $"there are more than {MaxErrors} errors; those that follow are left out");
        _wrong.Add((path, origin));
        if (_seen.Add(error)) _errors.Add(error);
    }

    internal void Warn(string path, string text)
    {
        var place = _locate(path);
        if (_wrong.Contains((place.Path, place.Origin))) return;
        Warn(place.Path, place.Origin, text);
    }

    internal void Warn(string path, ConfigOrigin origin, string text) => Add(_warnings, path, origin, text);

    internal void Notice(string path, ConfigOrigin origin, string text) => Add(_notices, path, origin, text);

    internal void Follows(string path, string text) => Add(_consequences, path, _locate(path).Origin, text);

    private void Add(List<ConfigRemark> remarks, string path, ConfigOrigin origin, string text)
    {
        var remark = new ConfigRemark(path, origin, text);
        if (_seen.Add((remarks, remark))) remarks.Add(remark);
    }
}
