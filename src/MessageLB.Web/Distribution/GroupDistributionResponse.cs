using MessageLB.Core.Distribution;

namespace MessageLB.Web.Distribution;

/// <summary>Who got what in a group.</summary>
/// <param name="Name">Name.</param>
/// <param name="Policy">Its routing policy.</param>
/// <param name="Basis">What shares are expected from: <c>equal</c>, <c>weights</c>, <c>health</c>, <c>keys</c> or <c>none</c>.</param>
/// <param name="Windows">Over one minute, five minutes and one hour.</param>
public sealed record GroupDistributionResponse(string Name, string Policy, string Basis, IReadOnlyList<WindowDistributionResponse> Windows)
{
    /// <summary>Copies what the dispatcher tells.</summary>
    public static GroupDistributionResponse From(GroupDistribution group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var basis = group.Basis switch
        {
            ShareBasis.Equal => "equal",
            ShareBasis.Weights => "weights",
            ShareBasis.Health => "health",
            ShareBasis.Keys => "keys",
            _ => "none",
        };
        return new GroupDistributionResponse(group.Group, group.Policy, basis, [.. group.Windows.Select(WindowDistributionResponse.From)]);
    }
}
