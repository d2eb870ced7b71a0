using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Tests.Generators;
using Xunit;

namespace MessageLB.Core.Tests.Credit;

/// <summary>Random commands against a model that keeps the one figure that the window does not: what is in flight.</summary>
public sealed class CreditWindowModelTests
{
    private static readonly Gen<Command> AnyCommand = Gen.Frequency(
        (6, Gen.Constant(new Command(Kind.Take, 0))),
        (3, Gen.Choose(0, 4).Select(n => new Command(Kind.Return, n))),
        (1, Gen.Choose(0, 6).Select(n => new Command(Kind.Resize, n))),
        (1, Gen.Constant(new Command(Kind.Look, 0))),
        (1, Gen.Choose(0, 9).Select(n => new Command(Kind.Observe, n))));

    private enum Kind
    {
        Take,
        Return,
        Resize,
        Look,
        Observe,
    }

    [Fact]
    public void Window_AnyCommands_AgreesWithTheModel() => RandomCommands.Check(AnyCommand, commands =>
    {
        var window = Windows.Of(3);
        var (limit, inFlight, taken, looked) = (3, 0L, 0L, 0L);
        foreach (var (kind, number) in commands)
        {
            switch (kind)
            {
                case Kind.Take:
                    var free = inFlight < limit;
                    if (free) (inFlight, taken) = (inFlight + 1, taken + 1);
                    Assert.Equal(free, window.TryTake());
                    break;
                case Kind.Return:
                    var possible = Math.Min(inFlight, number);
                    inFlight -= possible;
                    Assert.Equal(possible, window.Return(number));
                    break;
                case Kind.Resize:
                    limit = number;
                    window.Resize(number);
                    break;
                case Kind.Look:
                    looked = window.Taken;
                    break;
                default:
                    inFlight = number + (taken - looked);
                    window.Observe(number, looked);
                    break;
            }

            Assert.Equal((limit, inFlight, taken, inFlight < limit), (window.Limit, window.InFlight, window.Taken, window.HasCredit));
        }
    });

    private readonly record struct Command(Kind Kind, int Number);
}
