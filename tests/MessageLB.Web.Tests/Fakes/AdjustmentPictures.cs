using MessageLB.Core.Adjustment;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>Weights of two groups.</summary>
internal static class AdjustmentPictures
{
    public static IReadOnlyList<GroupAdjustments> Groups() =>
    [
        new(
            "orders",
            IsActive: true,
            Inactive: null,
            TimeSpan.FromSeconds(60),
            Now: TimeSpan.FromSeconds(100),
            [new DestinationWeight("a", 100, 50, 0.5, IsLearned: false), new DestinationWeight("b", 2, 8, 4, IsLearned: true)],
            [
                new LoadAdjustment("a", TimeSpan.FromSeconds(97.5), 100, 100, 50, AdjustmentCause.Performance, 0.25, 1, 0.04, 4, 312, "for its weight it can do 0.25 of what the middle of 4 can"),
                new LoadAdjustment("b", TimeSpan.FromSeconds(40), 2, 2, 8, AdjustmentCause.Learned, 1, 1, 0, 0, 0, "learned before the restart"),
            ]),
        new("mails", IsActive: false, Inactive: "dynamic_adjustment is off", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(100), [], []),
    ];
}
