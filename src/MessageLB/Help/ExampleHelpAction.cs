using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MessageLB.CommandLine.Help;

/// <summary>Writes the usual help, and behind it the examples of the command.</summary>
internal sealed class ExampleHelpAction(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not IHasExamples { Examples: { Count: > 0 } examples }) return ExitCodes.Ok;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  # {example.Purpose}");
            output.WriteLine($"  {example.Line}");
        }

        output.WriteLine();
        return ExitCodes.Ok;
    }
}
