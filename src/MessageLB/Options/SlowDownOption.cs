using System.CommandLine;
using MessageLB.Worker.Sample;

namespace MessageLB.CommandLine.Options;

/// <summary>When a sample worker becomes slower.</summary>
internal static class SlowDownOption
{
    private const string Name = "--slow-down";

    public static Option<SlowDown?> Create(string description) => new(Name)
    {
        Description = description,
        HelpName = "factor@time",
        CustomParser = static result =>
        {
            if (SlowDown.TryParse(result.Tokens[^1].Value, out var slowDown, out var error)) return slowDown;
            result.AddError($"{Name}: {error}");
            return null;
        },
    };
}
