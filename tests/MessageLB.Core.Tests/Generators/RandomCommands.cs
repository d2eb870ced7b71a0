using FsCheck;
using FsCheck.Fluent;

namespace MessageLB.Core.Tests.Generators;

/// <summary>
/// Runs random sequences of commands. A failure shows the shortest sequence found that still fails, and the seed, which
/// <c>WithReplay</c> takes.
/// </summary>
internal static class RandomCommands
{
    private const int LongestSequence = 200;

    public static void Check<T>(Gen<T> command, Action<IReadOnlyList<T>> run, int sequences = 300)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(sequences).WithEndSize(LongestSequence);
        Prop.ForAll(Arb.From(command.ListOf(), Shorter), commands => run([.. commands])).Check(config);
    }

    // Without a half, without a quarter, … without one: few candidates for long sequences, every command for short ones.
    private static IEnumerable<List<T>> Shorter<T>(List<T> commands)
    {
        for (var length = commands.Count / 2; length >= 1; length /= 2)
        {
            for (var start = 0; start + length <= commands.Count; start += length)
            {
                yield return [.. commands.Take(start), .. commands.Skip(start + length)];
            }
        }
    }
}
