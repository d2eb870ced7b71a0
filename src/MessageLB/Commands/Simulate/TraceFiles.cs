using System.Text;
using MessageLB.Core.Configuration;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Simulate;

/// <summary>Opens recordings: those that a scenario names beside the scenario, those that an option names where the command runs.</summary>
/// <param name="folder">Folder of the scenario.</param>
/// <param name="fromOption">The recording that an option names; null for none.</param>
internal sealed class TraceFiles(string folder, string? fromOption) : ITraceFiles
{
    private const long LargestFile = 1L << 30;

    /// <inheritdoc />
    public TextReader Open(string path)
    {
        var place = path == fromOption ? path : Path.Combine(folder, path);
        if (Directory.Exists(place)) throw new IOException("it is a folder");
        var file = new FileStream(place, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length <= LargestFile) return new StreamReader(file, Encoding.UTF8);
        file.Dispose();
        throw new IOException($"it is larger than {ByteSize.Format(LargestFile)}");
    }
}
