using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MessageLB.Dispatcher.Tests.Docs;

/// <summary>The code of <c>docs/routing/custom.md</c>, word by word; <see cref="CustomPolicyDocsTests"/> compares them.</summary>
internal static class CustomPolicySamples
{
    #region policy
    public sealed class SitePolicy : IRoutingPolicy
    {
        public string Name => "site";

        public DestinationState? Select(in RoutingContext context, CandidateSet candidates)
        {
            // The first word of the routing key: eu of eu.order.new.
            var dot = context.RoutingKey.IndexOf('.', StringComparison.Ordinal);
            var site = context.RoutingKey.AsSpan(0, dot < 0 ? context.RoutingKey.Length : dot);

            // From a random place on: of equal ones, the first in the list would get more than the others.
            var at = context.Random.Next(candidates.Count);
            var best = candidates[at];
            for (var looks = candidates.Count; looks > 1; looks--)
            {
                if (++at == candidates.Count) at = 0;
                if (IsBetter(candidates[at], best, site)) best = candidates[at];
            }

            return best;
        }

        private static bool IsBetter(DestinationState one, DestinationState other, ReadOnlySpan<char> site)
        {
            var isNear = one.Name.AsSpan().StartsWith(site, StringComparison.Ordinal);
            if (isNear != other.Name.AsSpan().StartsWith(site, StringComparison.Ordinal)) return isNear;
            return one.Load < other.Load;
        }
    }
    #endregion

    public static IHost Hosted(string[] args, ITransport transport)
    {
        #region registration
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton(transport); // RabbitMqTransport, or InMemoryTransport in tests
        builder.Services.AddMessageLB(builder.Configuration);
        builder.Services.AddMessageLBPolicy("site", _ => new SitePolicy());
        #endregion
        return builder.Build();
    }
}
