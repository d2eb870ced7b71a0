namespace MessageLB.Testing;

/// <summary>One event of a <see cref="System.Diagnostics.DiagnosticListener"/>.</summary>
public sealed record CollectedEvent(string Listener, string Name, object? Payload);
