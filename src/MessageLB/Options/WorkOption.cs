using System.CommandLine;
using MessageLB.Worker.Sample;

namespace MessageLB.CommandLine.Options;

/// <summary>How long simulated work takes.</summary>
internal static class WorkOption
{
    public static Option<WorkDistribution?> Create(string description) => new("--work")
    {
        Description = description,
        HelpName = "distribution",
        CustomParser = static result =>
        {
            if (WorkDistribution.TryParse(result.Tokens[^1].Value, out var work, out var error)) return work;
            result.AddError($"--work: {error}");
            return null;
        },
    };
}
