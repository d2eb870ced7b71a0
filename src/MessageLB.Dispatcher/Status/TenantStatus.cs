namespace MessageLB.Dispatcher.Status;

/// <summary>A tenant of a group.</summary>
/// <param name="Name">Name, as configured; <c>other</c> for all that are not.</param>
/// <param name="Waiting">Messages that wait in the dispatcher.</param>
/// <param name="Handed">Messages that were handed over.</param>
/// <param name="Delayed">Of these, those that a rate limit made wait.</param>
/// <param name="Refused">Messages beyond a rate limit and its burst, which became dead letters.</param>
public sealed record TenantStatus(string Name, long Waiting, long Handed, long Delayed, long Refused);
