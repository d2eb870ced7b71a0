using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;

namespace MessageLB.Dispatcher.Hosting;

/// <summary>A routing policy that the host's code added.</summary>
internal sealed record CustomPolicy(string Name, Func<GroupConfig, IRoutingPolicy> Factory);
