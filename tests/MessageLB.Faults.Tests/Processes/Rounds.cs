using System.Globalization;

namespace MessageLB.Faults.Tests.Processes;

/// <summary>How often tests that repeat a fault repeat it: a few times, or as often as the environment says.</summary>
internal static class Rounds
{
    /// <summary>Environment variable with the number of rounds.</summary>
    public const string Variable = "MESSAGELB_TEST_ROUNDS";

    /// <param name="usual">Rounds if the environment says nothing.</param>
    public static int Of(int usual) =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
