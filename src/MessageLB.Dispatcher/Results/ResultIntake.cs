using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Results;

/// <summary>
/// Takes the results of a group's destinations from the control exchange, within one session: each batch is checked and handed to whoever
/// listens, or refused with a reason, and a bad one never stops the rest.
/// </summary>
internal sealed partial class ResultIntake(GroupRuntime group, RejectionLog rejections)
{
    private readonly string _prefix = Names.ResultKey(group.Config.Name, "");
    private readonly ILogger _logger = group.Logger;

    /// <summary>Subscribes until the result is disposed.</summary>
    public static ValueTask<IAsyncDisposable> SubscribeAsync(IControlBus bus, GroupRuntime group, TimeProvider time, CancellationToken cancellationToken) =>
        bus.SubscribeAsync(Names.ResultsOf(group.Config.Name), new ResultIntake(group, new RejectionLog(time)).OnMessage, cancellationToken);

    /// <summary>Takes one message.</summary>
    public void OnMessage(string routingKey, ReadOnlySpan<byte> body)
    {
        // The routing key is what the broker's topic permissions can bind to a user; the body does not say whose results they are.
        var destination = routingKey.StartsWith(_prefix, StringComparison.Ordinal) ? routingKey[_prefix.Length..] : "";
        if (!Names.IsValid(destination)) Reject(routingKey, "it names no destination");
        else if (!ResultCodec.TryRead(body, out var results, out var error)) Reject(routingKey, error!);
        else group.Results.Tell(destination, results);
    }

    private void Reject(string routingKey, string reason)
    {
        group.Results.CountRejected();
        if (rejections.ShouldLog(routingKey, reason)) LogRejected(LogText.Printable(routingKey), reason);
    }

    [LoggerMessage(2024, LogLevel.Warning, "Results with key {RoutingKey} refused: {Reason}")]
    private partial void LogRejected(string routingKey, string reason);
}
