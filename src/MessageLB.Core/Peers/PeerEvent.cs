namespace MessageLB.Core.Peers;

/// <summary>Another dispatcher came or went.</summary>
/// <param name="Id">The other dispatcher.</param>
/// <param name="Change">What happened.</param>
public readonly record struct PeerEvent(string Id, PeerChange Change);
