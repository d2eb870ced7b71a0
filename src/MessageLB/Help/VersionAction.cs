using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace MessageLB.CommandLine.Help;

/// <summary>Writes name and version.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    /// <summary>Version of this build, without the revision.</summary>
    public static string Version { get; } =
        typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"messagelb {Version}");
        return ExitCodes.Ok;
    }
}
