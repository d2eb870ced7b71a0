using MessageLB.CommandLine.Commands.Api;
using MessageLB.CommandLine.Terminals;
using MessageLB.Core.Recommendations;
using MessageLB.Web.Api;

namespace MessageLB.CommandLine.Commands.Recommend;

/// <summary>Reads what a dispatcher knows of its groups. Where many messages wait it looks twice, for what is settled does not tell how many more arrive.</summary>
/// <param name="address">Address of the API.</param>
/// <param name="terminal">Clock, and where it says that it waits.</param>
internal sealed class SituationClient(Uri address, Terminal terminal) : IDisposable
{
    /// <summary>Time between the two looks.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    // Fewer come and go by chance.
    private const double SecondsOfBacklog = 1;
    private const int LeastBacklog = 100;

    // Standard deviations of what arrives by chance.
    private const double Chance = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ApiClient _api = new(address);

    /// <summary>All groups, or the one.</summary>
    /// <exception cref="CommandFailedException">Nobody answers, there is no such group, or it is no dispatcher of this version.</exception>
    public async Task<IReadOnlyList<GroupSituation>> ReadAsync(string? group, TimeSpan window, CancellationToken stop)
    {
        var first = await LookAsync(group, window, stop);
        if (!first.Any(HasBacklog)) return first;
        await terminal.Error.WriteLineAsync($"messagelb: messages wait at ingress; looking again in {BetweenLooks.TotalSeconds:0} s to see whether they become more");
        var began = terminal.Time.GetTimestamp();
        await Task.Delay(BetweenLooks, terminal.Time, stop);
        var before = first.ToDictionary(s => s.Group, StringComparer.Ordinal);
        var seconds = terminal.Time.GetElapsedTime(began).TotalSeconds;
        return [.. (await LookAsync(group, window, stop)).Select(now => now with { BacklogGrowth = before.TryGetValue(now.Group, out var then) ? Growth(then, now, seconds) : 0 })];
    }

    public void Dispose() => _api.Dispose();

    private async Task<IReadOnlyList<GroupSituation>> LookAsync(string? group, TimeSpan window, CancellationToken stop)
    {
        var query = FormattableString.Invariant($"recommendations?window={window.TotalSeconds}s");
        var path = group is null ? $"api/v1/{query}" : $"api/v1/groups/{Uri.EscapeDataString(group)}/{query}";
        var text = await _api.SendAsync(HttpMethod.Get, path, Patience, stop);
        var groups = group is null ? _api.Read(text, ApiJsonContext.Readable.SituationsResponse).Groups : [_api.Read(text, ApiJsonContext.Readable.SituationResponse)];
        return [.. groups.Select(g => g.ToSituation())];
    }

    private static bool HasBacklog(GroupSituation situation) =>
        situation.IngressReady is { } ready && ready >= Math.Max(LeastBacklog, SecondsOfBacklog * situation.ArrivalRate);

    private static double Growth(GroupSituation then, GroupSituation now, double seconds)
    {
        if (now.IngressReady - then.IngressReady is not { } more || seconds <= 0) return 0;
        return more > Chance * Math.Sqrt(now.ArrivalRate * seconds) ? more / seconds : 0;
    }
}
