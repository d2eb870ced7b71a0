namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>Makes workers from what the user said of their number, speeds and weights.</summary>
internal static class DevCrew
{
    /// <summary>Speeds when nothing is said: one fast, two alike, one slow; repeated for more workers.</summary>
    private static readonly double[] DefaultSpeeds = [2, 1, 1, 0.5];

    /// <exception cref="CommandFailedException">The lists and the number do not agree.</exception>
    public static IReadOnlyList<DevWorker> Create(int? count, IReadOnlyList<double>? speeds, IReadOnlyList<int>? weights)
    {
        var number = count ?? speeds?.Count ?? weights?.Count ?? DefaultSpeeds.Length;
        Check("--speeds", speeds?.Count, number);
        Check("--weights", weights?.Count, number);
        return [.. Enumerable.Range(0, number).Select(i => new DevWorker(NameOf(i), SpeedOf(i, speeds, weights), weights?[i]))];
    }

    /// <summary>a to z, then aa, ab …</summary>
    internal static string NameOf(int index)
    {
        var letter = (char)('a' + (index % 26));
        return index < 26 ? letter.ToString() : NameOf((index / 26) - 1) + letter;
    }

    private static double SpeedOf(int index, IReadOnlyList<double>? speeds, IReadOnlyList<int>? weights)
    {
        if (speeds is not null) return speeds[index];
        if (weights is null) return DefaultSpeeds[index % DefaultSpeeds.Length];

        // Weights say how much a worker can take; without speeds the workers are what their weights say.
        return weights[index] == 0 ? 1 : weights[index] * (double)weights.Count / weights.Sum();
    }

    private static void Check(string option, int? values, int workers)
    {
        if (values is not { } given || given == workers) return;
        throw new CommandFailedException(ExitCodes.Usage, $"{option} has {given} values for {workers} workers; give one for each, or leave out --workers.");
    }
}
