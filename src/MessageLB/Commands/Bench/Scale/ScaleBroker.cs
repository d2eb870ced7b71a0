using MessageLB.CommandLine.Commands.Bench.Processes;
using MessageLB.Core.Configuration;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Scale;

/// <summary>The broker that all of it goes through.</summary>
/// <param name="Address">Address with credentials.</param>
/// <param name="Transport">The way of MessageLB.</param>
/// <param name="Read">What its process uses; null where nobody can tell, since it is somebody else's.</param>
internal sealed record ScaleBroker(ClusterAddress Address, ITransport Transport, Func<ProcessReading>? Read);
