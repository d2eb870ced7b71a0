using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Configuration;
using MessageLB.Core.Health;
using MessageLB.Core.Tests.Generators;
using Xunit;

namespace MessageLB.Core.Tests.Health;

/// <summary>Random reports and forgiveness against a list of single failures and successes with their times.</summary>
public sealed class OutcomeWindowModelTests
{
    private static readonly Gen<(int Kind, int A, int B)> AnyCommand =
        from kind in Gen.Choose(0, 3)
        from a in Gen.Choose(0, 4)
        from b in Gen.Choose(0, 4)
        select (kind, a, b);

    [Fact]
    public void Window_AnyReports_AgreesWithTheModel() => RandomCommands.Check(AnyCommand, commands =>
    {
        var window = new OutcomeWindow(new EjectionConfig());
        var (now, inARow) = (0, 0);
        var results = new List<(int Second, bool Done)>();
        foreach (var (kind, a, b) in commands)
        {
            switch (kind)
            {
                case 0:
                    now += a * b;
                    break;
                case 3:
                    // Only what was reported and still counts: what is ahead of reports has tests of its own.
                    var most = Math.Min(a, Math.Min(inARow, results.Count(result => !result.Done && now - result.Second < 30)));
                    window.Forgive(most, TimeSpan.FromSeconds(now));
                    inARow -= most;
                    for (var left = most; left > 0; left--) results.RemoveAt(results.FindLastIndex(result => !result.Done));
                    break;
                default:
                    window.Add(a, b, TimeSpan.FromSeconds(now));
                    results.AddRange(Enumerable.Repeat((now, true), a).Concat(Enumerable.Repeat((now, false), b)));
                    inARow = a > 0 ? 0 : inARow + b;
                    break;
            }

            var alive = results.FindAll(result => now - result.Second < 30);
            var share = alive.Count == 0 ? 1 : (double)alive.Count(result => result.Done) / alive.Count;
            var at = TimeSpan.FromSeconds(now);
            Assert.Equal((inARow, alive.Count, share), (window.ConsecutiveFailures, window.Results(at), window.SuccessShare(at)));
            Assert.Equal(inARow >= 5 || (alive.Count >= 10 && share < 0.8), window.Verdict(at) is not null);
        }
    });
}
