using System.Collections.Concurrent;
using System.Globalization;

namespace MessageLB.Testing;

/// <summary>
/// Virtual hosts for tests that want one of their own, made in batches by one call: each call of <c>rabbitmqctl</c> starts an Erlang machine,
/// which takes longer than many a test.
/// </summary>
/// <param name="run">Runs <c>rabbitmqctl</c>.</param>
internal sealed class VirtualHosts(Func<CancellationToken, string[], Task<string>> run)
{
    private const int AtOnce = 16;

    private readonly ConcurrentQueue<string> _free = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _made;

    /// <summary>One that nobody else has, on which the default user may do everything.</summary>
    public async Task<string> TakeAsync(CancellationToken cancellationToken)
    {
        if (_free.TryDequeue(out var free)) return free;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_free.IsEmpty) await MakeAsync(cancellationToken);
            return _free.TryDequeue(out var made) ? made : throw new InvalidOperationException("Nobody else takes virtual hosts while they are made.");
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        var names = Enumerable.Range(_made + 1, AtOnce).Select(i => string.Create(CultureInfo.InvariantCulture, $"scene-{i}")).ToList();
        _made += AtOnce;
        var list = string.Join(',', names.Select(name => $"<<\"{name}\">>"));
        await run(
            cancellationToken,
            [
                "eval",
                $$"""[begin ok = rabbit_vhost:add(V, <<"tests">>), ok = rabbit_auth_backend_internal:set_permissions(<<"guest">>, V, <<".*">>, <<".*">>, <<".*">>, <<"tests">>) end || V <- [{{list}}]].""",
            ]);
        foreach (var name in names) _free.Enqueue(name);
    }
}
