namespace MessageLB.CommandLine.Telemetry;

/// <summary>Who sends telemetry.</summary>
/// <param name="Service">What it is: <c>service.name</c>, unless <c>OTEL_SERVICE_NAME</c> says another.</param>
/// <param name="Instance">Which one: <c>service.instance.id</c>.</param>
internal sealed record TelemetryIdentity(string Service, string Instance);
