using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Tests.Generators;
using Xunit;

namespace MessageLB.Core.Tests.Ordering;

/// <summary>Random interleavings of everything that may happen around a book, against workers that note what they do.</summary>
public sealed class OrderModelTests
{
    private static readonly Gen<(OrderStep Step, int Which)> AnyStep = Gen.Frequency(
        (30, Of(OrderStep.Arrive)),
        (40, Of(OrderStep.Send)),
        (30, Of(OrderStep.Accept)),
        (30, Of(OrderStep.Confirm)),
        (3, Of(OrderStep.Refuse)),
        (40, Of(OrderStep.Work)),
        (20, Of(OrderStep.Report)),
        (4, Of(OrderStep.LoseReport)),
        (10, Of(OrderStep.Heartbeat)),
        (3, Of(OrderStep.Drain)),
        (3, Of(OrderStep.Kill)),
        (6, Of(OrderStep.LookAtLost)),
        (10, Of(OrderStep.TakeBack)),
        (5, Of(OrderStep.Revive)),
        (1, Of(OrderStep.TakeOver)),
        (10, Of(OrderStep.SeeIdle)));

    [Fact]
    public void Book_AnyInterleaving_NoKeyIsEverOutOfOrderAndEverythingIsDone() => RandomCommands.Check(
        AnyStep,
        steps =>
        {
            var model = new OrderModel();
            foreach (var (step, which) in steps) model.Do(step, which);
            model.Settle();
            Assert.True(model.Fault is null && model.Done == model.Arrived, $"{model.Fault ?? $"{model.Done} of {model.Arrived} done"} after {string.Join(' ', steps)}");
        },
        sequences: 10_000);

    private static Gen<(OrderStep Step, int Which)> Of(OrderStep step) => Gen.Choose(0, 1000).Select(which => (step, which));
}
