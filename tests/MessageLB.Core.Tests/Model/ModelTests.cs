using System.Globalization;
using Xunit;

namespace MessageLB.Core.Tests.Model;

/// <summary>
/// The pure core against a model broker that loses sessions, reorders confirms, returns and refuses, with workers that fail and die;
/// and the same in hold mode, where results are lost, late and doubled too. Every seed is a run of its own, the same each time.
/// <c>MESSAGELB_MODEL_SEED</c> runs one seed, <c>MESSAGELB_MODEL_SEEDS</c> so many. Both modes together take about a minute of one core.
/// </summary>
public sealed class ModelTests
{
    private const int Seeds = 10_000;

    [Fact]
    public void Model_AnySeed_LosesNothingAndKeepsItsBooks() => Run(seed => new HandOffRun(seed));

    [Fact]
    public void Model_AnySeedInHoldMode_LosesNothingAndKeepsItsBooks() => Run(seed => new HoldRun(seed));

    private static void Run(Func<int, ModelRun> of)
    {
        var only = Number("MESSAGELB_MODEL_SEED");
        var (first, count) = only is { } seed ? (seed, 1) : (1, Number("MESSAGELB_MODEL_SEEDS") ?? Seeds);

        Parallel.For(first, first + count, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, s => Go(of, s));
    }

    private static void Go(Func<int, ModelRun> of, int seed)
    {
        try
        {
            of(seed).Go();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}, which MESSAGELB_MODEL_SEED={seed} runs again: {e.Message}", e);
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
