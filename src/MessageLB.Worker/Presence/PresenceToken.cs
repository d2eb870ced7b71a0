using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Worker.Presence;

/// <summary>
/// A worker's presence token in one session. Where the broker refuses it, because the worker lacks the right or the node of a cluster that has the
/// token's queue is down, the worker serves without it and asks again: it is judged by its heartbeats then, which is slower and not less safe.
/// One owner.
/// </summary>
internal sealed partial class PresenceToken : IAsyncDisposable
{
    /// <summary>Time between two asks.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(15);

    private readonly IPresence _presence;
    private readonly WorkerInstance _worker;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _over;
    private Task _asking = Task.CompletedTask;
    private IAsyncDisposable? _held;
    private string? _refusal;

    private PresenceToken(IPresence presence, WorkerInstance worker, TimeProvider time, ILogger logger, CancellationToken ended)
    {
        (_presence, _worker, _time, _logger) = (presence, worker, time, logger);
        _over = CancellationTokenSource.CreateLinkedTokenSource(ended);
    }

    /// <summary>Takes the token, or returns when it is refused; it is asked for again until <paramref name="ended"/> or until disposed.</summary>
    public static async Task<PresenceToken> HoldAsync(IPresence presence, WorkerInstance worker, TimeProvider time, ILogger logger, CancellationToken ended)
    {
        var token = new PresenceToken(presence, worker, time, logger, ended);
        if (!await token.TryAsync()) token._asking = token.AskAsync();
        return token;
    }

    /// <summary>Says farewell to whoever watches, if the token is held.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _asking;
        _over.Dispose();
        if (_held is not null) await _held.DisposeAsync();
    }

    private async Task AskAsync()
    {
        try
        {
            do await Task.Delay(AskAgain, _time, _over.Token);
            while (!await TryAsync());
        }
        catch (Exception e) when (e is OperationCanceledException or SessionEndedException)
        {
            // Nobody needs it any more.
        }
    }

    private async Task<bool> TryAsync()
    {
        try
        {
            _held = await _presence.HoldAsync(_worker, _over.Token);
        }
        catch (MessageLBException e) when (e is not SessionEndedException)
        {
            if (_refusal != e.Message) LogRefused(_worker, e.Message);
            _refusal = e.Message;
            return false;
        }

        if (_refusal is not null) LogHeld(_worker);
        return true;
    }

    [LoggerMessage(3064, LogLevel.Warning, "Worker {Worker} serves without a presence token: {Reason}")]
    private partial void LogRefused(WorkerInstance worker, string reason);

    [LoggerMessage(3065, LogLevel.Information, "Worker {Worker} has its presence token")]
    private partial void LogHeld(WorkerInstance worker);
}
