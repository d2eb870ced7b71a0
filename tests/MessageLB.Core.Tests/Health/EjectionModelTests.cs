using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Configuration;
using MessageLB.Core.Health;
using MessageLB.Core.Tests.Generators;
using Xunit;

namespace MessageLB.Core.Tests.Health;

/// <summary>Random verdicts and results against the three states written down.</summary>
public sealed class EjectionModelTests
{
    private static readonly Gen<Command> AnyCommand = Gen.Frequency(
        (2, Gen.Constant(new Command(Kind.Start, 0))),
        (2, Gen.Constant(new Command(Kind.Done, 0))),
        (2, Gen.Constant(new Command(Kind.Failed, 0))),
        (1, Gen.Constant(new Command(Kind.Revoke, 0))),
        (4, Gen.Choose(1, 40).Select(seconds => new Command(Kind.Pass, seconds))));

    private enum Kind
    {
        Start,
        Done,
        Failed,
        Revoke,
        Pass,
    }

    [Fact]
    public void Ejection_AnyOrder_AgreesWithTheModel() => RandomCommands.Check(AnyCommand, commands =>
    {
        var ejection = new Ejection(new EjectionConfig());
        var random = new FixedRandom(0.5);
        var (now, until, inARow, freedAt, byTrial) = (0, (int?)null, 0, 0, false);
        foreach (var (kind, seconds) in commands)
        {
            var at = TimeSpan.FromSeconds(now);
            var (banned, halfOpen) = (now < until, now >= until);
            switch (kind)
            {
                case Kind.Start:
                    if (!banned) Ban(halfOpen);
                    Assert.Equal(!banned, ejection.Start("bad", at, random));
                    break;
                case Kind.Done:
                    if (halfOpen) Free();
                    Assert.Equal(halfOpen, ejection.Result(1, 0, at, random));
                    break;
                case Kind.Failed:
                    if (halfOpen) Ban(true);
                    Assert.False(ejection.Result(1, 1, at, random));
                    break;
                case Kind.Revoke:
                    if (banned)
                    {
                        inARow--;
                        until = now;
                        if (!byTrial) Free();
                        byTrial = false;
                    }

                    ejection.Revoke(at);
                    break;
                default:
                    now += seconds;
                    break;
            }

            at = TimeSpan.FromSeconds(now);
            Assert.Equal((until is not null, now < until, now >= until), (ejection.IsEjected, ejection.IsBanned(at), ejection.IsHalfOpen(at)));
            Assert.Equal((InARow(), byTrial), (ejection.InARow(at), ejection.FailedTrial));
            if (until is not null) Assert.Equal(until.Value, ejection.Until.TotalSeconds);
        }

        int InARow() => until is not null ? inARow : Math.Max(0, inARow - ((now - freedAt) / 10));

        void Ban(bool trial)
        {
            inARow = Math.Min(10, InARow() + 1);
            (until, byTrial) = (now + Math.Min(300, 30 * inARow), trial);
        }

        void Free() => (until, freedAt, byTrial) = (null, now, false);
    });

    private readonly record struct Command(Kind Kind, int Seconds);
}
