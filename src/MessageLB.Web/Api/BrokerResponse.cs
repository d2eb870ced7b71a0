using MessageLB.Dispatcher.Status;

namespace MessageLB.Web.Api;

/// <summary>Contact with the broker.</summary>
/// <param name="Transport"><c>embedded</c> or <c>rabbitmq</c>.</param>
/// <param name="Address">Address without credentials.</param>
/// <param name="Connected">Whether a session is open and its topology declared.</param>
/// <param name="Blocked">The broker's reason for not taking publishes; null if it takes them.</param>
/// <param name="Fault">Why the last session ended or could not be opened; null while connected.</param>
/// <param name="Sessions">Sessions opened since start.</param>
public sealed record BrokerResponse(string Transport, string Address, bool Connected, string? Blocked, string? Fault, long Sessions)
{
    internal static BrokerResponse From(BrokerStatus status) =>
        new(status.Transport, status.Address, status.Connected, status.Blocked, status.Fault, status.Sessions);
}
