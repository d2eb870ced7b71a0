using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Sessions;

namespace MessageLB.Dispatcher.Reloading;

/// <summary>
/// Puts other groups in force, with a session or without one: what changes is stopped gracefully, its routes move, and it starts again;
/// what does not change is not touched. A change and the begin or end of a session never overlap.
/// </summary>
internal sealed class GroupSwitch(DestinationRegistry registry)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly HashSet<(string Group, string Route)> _bound = [.. RoutesOf(registry.Groups)];
    private GroupLoops? _loops;
    private RouteMover? _mover;

    /// <summary>A session begins: every group starts.</summary>
    public async Task AttachAsync(GroupLoops loops, RouteMover mover, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var groups = registry.Groups;
            await MoveAsync(mover, starting: []);
            (_loops, _mover) = (loops, mover);
            foreach (var group in groups) loops.Start(group, GroupStart.WithSession);
            await mover.FinishAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The session is over.</summary>
    public async Task DetachAsync()
    {
        await _gate.WaitAsync(CancellationToken.None);
        (_loops, _mover) = (null, null);
        _gate.Release();
    }

    /// <summary>Puts other groups in force. Without a session they start with the next one.</summary>
    public async Task ApplyAsync(ConfigChanges changes)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            var stopping = changes.Changed.Concat(changes.Removed).Select(g => registry.Find(g.Name)!).ToList();
            if (_loops is { } running) await Task.WhenAll(stopping.Select(running.StopAsync));
            registry.Apply(changes);
            foreach (var group in stopping) group.Prepared = false;
            var starting = changes.Changed.Concat(changes.Added).ToList();
            if (_loops is not { } loops || _mover is not { } mover) return;
            await MoveAsync(mover, starting);
            foreach (var group in starting) loops.Start(registry.Find(group.Name)!, GroupStart.AfterReload);
            await mover.FinishAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task MoveAsync(RouteMover mover, IReadOnlyList<GroupConfig> starting)
    {
        var moves = RouteMoves.Between(_bound, [.. registry.Groups.Select(g => g.Config)]);
        if (moves.Unbind.Count == 0 && moves.Bind.Count == 0) return;
        // What failed stays to be done, at the next reload or by the next session.
        if (!await mover.MoveAsync(moves, starting)) return;
        _bound.Clear();
        _bound.UnionWith(RoutesOf(registry.Groups));
    }

    private static IEnumerable<(string Group, string Route)> RoutesOf(IEnumerable<GroupRuntime> groups) =>
        groups.SelectMany(g => g.Config.Routes.Select(route => (g.Config.Name, route)));
}
