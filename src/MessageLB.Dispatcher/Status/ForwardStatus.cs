namespace MessageLB.Dispatcher.Status;

/// <summary>A group that messages are forwarded to.</summary>
/// <param name="Target">Name of the group.</param>
/// <param name="Forwarded">Messages that are in its ingress queue, confirmed.</param>
/// <param name="Returned">Messages that came back because its ingress queue does not exist.</param>
/// <param name="Refused">Messages that its ingress queue did not take.</param>
public sealed record ForwardStatus(string Target, long Forwarded, long Returned, long Refused);
