using MessageLB.Dispatcher.Reloading;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>Answers reloads with what the test wants.</summary>
internal sealed class ScriptedReconfiguration : IReconfiguration
{
    public ReloadReport Report { get; set; } = new();

    public List<string> Causes { get; } = [];

    public ConfigurationStatus Status { get; set; } =
        new(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero), 2, "0123456789ab", LastError: null, LastErrorAt: null, NeedRestart: []);

    public bool CanReload { get; set; } = true;

    public Task<ReloadReport> ReloadAsync(string by, CancellationToken cancellationToken)
    {
        Causes.Add(by);
        return Task.FromResult(Report);
    }
}
