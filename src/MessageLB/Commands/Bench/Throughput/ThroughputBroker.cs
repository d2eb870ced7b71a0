using MessageLB.Core.Configuration;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>The broker that all of it goes through.</summary>
/// <param name="Address">Address with credentials.</param>
/// <param name="Transport">The way of MessageLB.</param>
/// <param name="ProcessorTime">Processor time that it has used so far; null where nobody can tell, since it is somebody else's.</param>
/// <param name="Control">Has its command line tool, rabbitmqctl, carry out a command; null where it is somebody else's.</param>
internal sealed record ThroughputBroker(ClusterAddress Address, ITransport Transport, Func<TimeSpan>? ProcessorTime, Func<IReadOnlyList<string>, CancellationToken, Task>? Control);
